from collections.abc import Collection, Iterator

from readiness import (
    RECIPIENTS,
    Finding,
    Key,
    KeyHolder,
    Severity,
    SharedKeyCheck,
    fold_proxy,
    is_sip,
)

from ._sip import PRIMARY


class SipAddressDuplicate(SharedKeyCheck):
    """Two objects have the same SIP address.

    A SIP address belongs to one object of a tenant, and a conflict is not set aside as it is for
    mail addresses: the second object is rejected, with SipProxyAddress as the name of the
    conflict.

    Fix: decide who keeps the address, and take it from all others (Active Directory Users and
    Computers, Attribute Editor, proxyAddresses and msRTCSIP-PrimaryUserAddress):
    `Set-ADUser ben -Remove @{proxyAddresses='sip:ana@contoso.com'}`.
    Step: settle-shared-sip-address: Decide who of {who} keeps each SIP address that several
    hold.
    Risk: Calls and messages reach only the one who keeps it.
    Prevents: AttributeValueMustBeUnique
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-duplicate-attribute-resiliency
    Since: 0.1
    """

    id = "sip-address-duplicate"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ("proxyAddresses", PRIMARY)
    keys = (Key("address", "proxyAddresses", fold_proxy), Key("address", PRIMARY, fold_proxy))

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        if is_sip(next(iter(holders)).key):
            yield from super().compare(holders)
