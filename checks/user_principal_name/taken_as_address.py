from collections.abc import Collection, Iterator

from readiness import (
    RECIPIENTS,
    USERS,
    Finding,
    Key,
    KeyHolder,
    Plan,
    Severity,
    SharedKeyCheck,
    are_one_person,
    distinct,
    fold,
    fold_proxy,
    is_sip,
)

from ._upn import require_upn_sign_in


class UpnTakenAsAddress(SharedKeyCheck):
    """The userPrincipalName is a mail address of another object.

    Names and addresses share one space in Entra ID, across users, groups and contacts. Whichever
    object comes second loses: the user arrives with a placeholder for a name, or is refused
    when the address is a group's, or takes over the account that has the address.

    Fix: find out whose address it is, and remove it from the other object (Attribute Editor, mail
    and proxyAddresses), or give the user another name.
    Step: settle-sign-in-name: Decide for {who} who keeps the name: the one who signs in with
    it, or the one who has it as an address.
    Risk: Mail to the address reaches only the one who keeps it.
    Prevents: AttributeValueMustBeUnique, InvalidSoftMatch, ObjectTypeMismatch
    IdFix: Duplicate
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-duplicate-attribute-resiliency
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    Since: 0.1
    """

    id = "upn-taken-as-address"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ("userPrincipalName", "mail", "proxyAddresses")
    keys = (
        Key("address", "userPrincipalName", fold),
        Key("address", "mail", fold),
        Key("address", "proxyAddresses", fold_proxy),
    )

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_upn_sign_in(plan)

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        names = [
            holder
            for holder in holders
            if holder.attribute == "userPrincipalName" and holder.kind in USERS
        ]
        named = {holder.ordinal for holder in names}
        if not names or is_sip(names[0].key):
            return
        if are_one_person(holders):
            return
        # of two users with one name, upn-duplicate tells
        holders = [holder for holder in distinct(holders) if holder.ordinal not in named]
        if not holders:
            return
        kinds = ", ".join(sorted({holder.kind for holder in holders}))
        for holder in names:
            yield self.shared(holder, holders, f"is a mail address of another object ({kinds})")
