from collections.abc import Collection, Iterator

from readiness import GROUPS, USERS, Finding, Key, KeyHolder, Severity, SharedKeyCheck, sid_text

# The built-in accounts and groups have the same SID in every domain; all others begin with these
# octets, and in text with S-1-5-21, before the numbers of their domain and their own:
# https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
OF_A_DOMAIN = bytes.fromhex("01 05 000000000005 15000000")
IN_TEXT = b"S-1-5-21-"
SIZE = 28


def fold_sid(octets: bytes) -> str | None:
    """The SID of an account or group of a domain, in hexadecimal; None for other ones."""
    if len(octets) == SIZE and octets.startswith(OF_A_DOMAIN):
        return octets.hex()
    return _from_text(octets.removeprefix(IN_TEXT)) if octets.startswith(IN_TEXT) else None


def _from_text(numbers: bytes) -> str | None:
    try:
        parts = [int(number).to_bytes(4, "little") for number in numbers.split(b"-")]
    except (ValueError, OverflowError):
        return None
    octets = OF_A_DOMAIN + b"".join(parts)
    return octets.hex() if len(octets) == SIZE else None


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
        sid = sid_text(bytes.fromhex(next(iter(holders)).key))
        return super().compare([holder._replace(value=sid or "") for holder in holders])
