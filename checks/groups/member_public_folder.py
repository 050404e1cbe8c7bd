from collections.abc import Iterator

from readiness import GROUPS, Check, Entry, Finding, Severity, contains

from ._group import is_public_folder


class GroupMemberPublicFolder(Check):
    """A mail-enabled public folder is a member of the group.

    Entra ID has no object for a public folder, and one as a member keeps Entra Connect from
    exporting the whole group, with all its other members.

    Fix: take the folder out of the group:
    `Remove-DistributionGroupMember sales -Member info@contoso.com`; where it has to receive the
    group's mail, let a contact or a shared mailbox stand in for it.
    Step: remove-public-folders: Take the public folders out of {who}.
    Risk: The folder no longer receives the mail of the group.
    See: https://github.com/MicrosoftDocs/azure-docs/issues/87789
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    Since: 0.1
    """

    id = "group-member-public-folder"
    severity = Severity.ERROR
    kinds = GROUPS
    reads = ("member",)
    when = contains("member", ",CN=Microsoft Exchange System Objects,")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        for member in filter(is_public_folder, entry.all("member")):
            yield self.finding(
                entry, "member", member, "is a public folder, which stops the whole group"
            )
