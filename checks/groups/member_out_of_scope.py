from collections.abc import Collection, Iterator

from readiness import EVERY_KIND, Finding, JoinCheck, KeyHolder, Kind, Severity

from ._group import ENTRY_OUT_OF_SCOPE, MEMBER, is_foreign, is_public_folder


class GroupMemberOutOfScope(JoinCheck):
    """A member of the group does not arrive in the cloud.

    The sync engine leaves the member out: a critical system object such as Domain Users, a contact
    without mail, a dynamic distribution group, an account for services. In the cloud the group has
    fewer members, and whoever was in it through the missing one loses access or mail.

    Fix: find the member among the entries that the report lists as out of scope, with the reason;
    bring it into the scope, or put others in its place (for Domain Users, a group of your own).
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    Since: 0.1
    """

    id = "group-member-out-of-scope"
    severity = Severity.WARNING
    # the kinds of both sides: groups mention, and what they mention may be of any kind
    kinds = EVERY_KIND
    reads = ("member",)
    left, right = (MEMBER,), (ENTRY_OUT_OF_SCOPE,)

    def compare(
        self, left: Collection[KeyHolder], right: Collection[KeyHolder]
    ) -> Iterator[Finding]:
        missed = [member for member in right if _is_missed(member)]
        for group in left if missed else ():
            yield self.shared(group, missed, "does not synchronise")


def _is_missed(member: KeyHolder) -> bool:
    """Whether it matters: not for a computer, and other checks have the rest."""
    if is_foreign(member.dn) or is_public_folder(member.dn):
        return False
    return member.kind is not Kind.COMPUTER
