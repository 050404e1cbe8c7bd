from collections.abc import Collection, Iterator
from itertools import islice

from readiness import (
    RECIPIENTS,
    RELATED,
    Finding,
    Key,
    KeyHolder,
    Kind,
    Severity,
    SharedKeyCheck,
    are_one_person,
    distinct,
    fold,
    fold_proxy,
    is_sip,
)


class AddressDuplicate(SharedKeyCheck):
    """Two objects have the same address.

    An address, in mail or in proxyAddresses and in any case, belongs to one user, group or contact
    of a tenant: a mail address, and an X500 address, by which Exchange answers old messages. The
    object that synchronises first keeps it; on the others the address is quarantined, or the whole
    object is rejected. Addresses of types that do not synchronise may be the same, and SIP
    addresses have a check of their own.

    Fix: decide who keeps the address, and take it from all others (Active Directory Users and
    Computers, Attribute Editor, mail and proxyAddresses):
    `Set-ADUser ben -Remove @{proxyAddresses='smtp:info@contoso.com'}`.
    Step: settle-shared-address: Decide who of {who} keeps each address that several hold.
    Risk: Mail to the address reaches only the one who keeps it.
    Prevents: AttributeValueMustBeUnique, ObjectTypeMismatch, InvalidSoftMatch
    IdFix: Duplicate
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-duplicate-attribute-resiliency
    Since: 0.1
    """

    id = "address-duplicate"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ("mail", "proxyAddresses")
    keys = (
        Key("address", "mail", fold),
        Key("address", "proxyAddresses", fold_proxy),
    )

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        # a key has one type, so that the first holder tells: sip-address-duplicate has the SIP ones
        if is_sip(next(iter(holders)).key) or are_one_person(holders):
            return
        total = sum(1 for _ in distinct(holders))
        message = f"is held by {total} objects"
        kinds = sorted({_in_the_cloud(holder.kind) for holder in holders})
        if len(kinds) > 1:
            message += f" of different kinds ({', '.join(kinds)}): ObjectTypeMismatch"
        first = tuple(islice(distinct(holders), RELATED + 1))
        for holder in distinct(holders):
            yield self.shared(holder, first, message)


def _in_the_cloud(kind: Kind) -> Kind:
    # both arrive as users: between them, no type is mismatched
    return Kind.USER if kind is Kind.INETORGPERSON else kind
