from collections.abc import Iterator

from readiness import (
    CONTACTS,
    USERS,
    Check,
    Entry,
    Finding,
    Severity,
    absent,
    blank,
    common_name,
    is_blank,
)


class DisplayNameMissing(Check):
    """The user or contact has no displayName.

    Entra Connect takes the cn in its place, which is often an account name, or the surname first:
    that is what address lists, chats and sign-in pages show. A displayName of nothing but blanks is
    passed on as it is, although it must not be blank.

    Fix: Active Directory Users and Computers, General, Display name; or
    `Set-ADUser ana -DisplayName "Ana Silva"`.
    Step: give-display-name: Give {who} a display name.
    IdFix: Blank
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/objects-dont-sync-ad-sync-tool
    Since: 0.1
    """

    id = "display-name-missing"
    severity = Severity.ERROR
    kinds = USERS | CONTACTS
    reads = ("displayName",)
    when = absent("displayName") | blank("displayName")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        name = entry.first("displayName")
        if name is not None and not is_blank(name):
            return
        common = common_name(entry.dn)
        if name is not None:
            message = "is blank"
        elif common:
            message = f"is missing; Entra Connect takes the cn “{common}” instead"
        else:
            message = "is missing; Entra Connect takes the cn instead"
        # the user arrives under the cn; a blank name is passed on, and must not be
        severity = Severity.WARNING if name is None else None
        yield self.finding(entry, "displayName", name, message, proposal=common, severity=severity)
