from collections.abc import Iterator

from readiness import CONTACTS, USERS, Check, Entry, Finding, Severity, larger

# https://learn.microsoft.com/windows/win32/adschema/a-thumbnailphoto
OCTETS_MAX = 102_400


class PhotoTooLarge(Check):
    """The photo is too large to be synchronised.

    Active Directory itself takes no more than 100 KB by its schema; a larger photo comes from an
    extended schema or another directory. It does not arrive, and it may make the object too large
    for Entra ID. Exchange Online used to take photos of up to 10 KB only.

    Fix: replace thumbnailPhoto by a smaller picture, 96 by 96 pixels for example, or upload the
    photo in the cloud.
    Prevents: LargeObject
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    See: https://learn.microsoft.com/windows/win32/adschema/a-thumbnailphoto
    Since: 0.1
    """

    id = "photo-too-large"
    severity = Severity.WARNING
    kinds = USERS | CONTACTS
    reads = ("thumbnailPhoto",)
    when = larger("thumbnailPhoto", OCTETS_MAX)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        for photo in entry.raw("thumbnailPhoto"):
            if len(photo) > OCTETS_MAX:
                message = f"has {len(photo):,} octets; at most {OCTETS_MAX:,} are allowed"
                yield self.finding(entry, "thumbnailPhoto", None, message)
