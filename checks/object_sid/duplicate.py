from collections.abc import Collection, Iterator

from readiness import (
    GROUPS,
    USERS,
    Finding,
    Key,
    KeyHolder,
    Severity,
    SharedKeyCheck,
    fold_sid,
    sid_text,
)


class ObjectSidDuplicate(SharedKeyCheck):
    """Two objects have the same security identifier.

    Entra ID keeps the SID as onPremisesSecurityIdentifier, which is unique in a tenant: the second
    object is refused. In a healthy forest it cannot happen; it does after a domain controller was
    cloned or restored wrongly, and when one domain is read from two sources.

    Fix: let a domain controller find and repair it (ntdsutil, security account management, check
    duplicate sid), then create the object anew. Do not synchronise a copy of a domain beside its
    original.
    Step: resolve-shared-sid: Find out which of {who} is the copy, and delete it.
    Risk: Permissions name the security identifier: whoever loses it loses them.
    Prevents: AttributeValueMustBeUnique
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    Since: 0.1
    """

    id = "object-sid-duplicate"
    severity = Severity.ERROR
    kinds = USERS | GROUPS
    reads = ("objectSid",)
    keys = (Key("sid", "objectSid", fold_sid, octets=True),)

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        # the key is hexadecimal, and people know a SID as S-1-5-21-…
        sid = sid_text(bytes.fromhex(next(iter(holders)).key))
        return super().compare([holder._replace(value=sid or "") for holder in holders])
