from collections.abc import Collection, Iterator

from readiness import EVERY_KIND, Finding, JoinCheck, KeyHolder, Severity

from ._group import ENTRY_OUT_OF_SCOPE, MEMBER, is_public_folder


class GroupMemberPublicFolder(JoinCheck):
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
    kinds = EVERY_KIND
    reads = ("member",)
    left, right = (MEMBER,), (ENTRY_OUT_OF_SCOPE,)

    def compare(
        self, left: Collection[KeyHolder], right: Collection[KeyHolder]
    ) -> Iterator[Finding]:
        folders = list(filter(is_public_folder, right))
        for group in left if folders else ():
            yield self.shared(group, folders, "is a public folder, which stops the whole group")
