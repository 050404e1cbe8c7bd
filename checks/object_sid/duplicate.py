from readiness import GROUPS, USERS, Check, Key, Severity, sid_text


def fold_sid(octets: bytes) -> str | None:
    """The SID of an account of a domain; the built-in ones are the same in every domain.

    https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
    """
    sid = sid_text(octets)
    return sid if sid and sid.startswith("S-1-5-21-") else None


class ObjectSidDuplicate(Check):
    """Two objects have the same security identifier.

    Entra ID keeps the SID as onPremisesSecurityIdentifier, which is unique in a tenant: the second
    object is refused. In a healthy forest it cannot happen; it does after a domain controller was
    cloned or restored wrongly, and when one domain is read from two sources.

    Fix: let a domain controller find and repair it (ntdsutil, security account management, check
    duplicate sid), then create the object anew. Do not synchronise a copy of a domain beside its
    original.
    Prevents: AttributeValueMustBeUnique
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    """

    id = "object-sid-duplicate"
    severity = Severity.ERROR
    kinds = USERS | GROUPS
    reads = ("objectSid",)
    keys = (Key("sid", "objectSid", fold_sid, octets=True),)
