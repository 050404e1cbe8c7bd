from collections.abc import Iterator

from readiness import (
    GROUPS,
    Check,
    Entry,
    Finding,
    Severity,
    absent,
    blank,
    common_name,
    is_blank,
    is_mail_enabled,
)


class GroupWithoutDisplayName(Check):
    """The mail-enabled group has no display name, or a blank one.

    A group cannot exist in the cloud without one. Entra Connect takes the common name in its place:
    address lists and mail to the group show a name that nobody chose for them. A display name of
    nothing but blanks is passed on as it is. Security groups without mail, to which the tools of
    Active Directory give no display name, may well go by their common name.

    Fix: give the group a display name: Set-ADGroup "Sales" -DisplayName "Sales department".
    Step: give-display-name: Give {who} a display name.
    IdFix: Blank
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/objects-dont-sync-ad-sync-tool
    Since: 0.1
    """

    id = "group-without-display-name"
    severity = Severity.ERROR
    kinds = GROUPS
    reads = ("displayName", "mail", "proxyAddresses")
    when = absent("displayName") | blank("displayName")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        name, common = entry.first("displayName"), common_name(entry.dn)
        if name is None and is_mail_enabled(entry):
            message = "is missing; Entra Connect takes the common name instead"
            yield self.finding(entry, "displayName", None, message, proposal=common)
        # security groups, too: what is blank is passed on, and no common name takes its place
        elif name is not None and is_blank(name):
            yield self.finding(entry, "displayName", name, "is blank", proposal=common)
