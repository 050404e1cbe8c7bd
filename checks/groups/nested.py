from collections.abc import Collection, Iterator

from readiness import GROUPS, Finding, JoinCheck, KeyHolder, Severity

from ._group import GROUP_IN_SCOPE, MEMBER


class GroupNested(JoinCheck):
    """A group is a member of another group.

    The nesting synchronises, and much in the cloud looks at direct members only: licences assigned
    to a group, roles of applications, the scope of a pilot, Microsoft 365 groups. Groups that
    are handed over to the cloud (source of authority) go one by one, from the innermost outwards: a
    synchronised group does not keep a member that the cloud manages.

    Fix: nothing, if the outer group serves mail or permissions on the premises; otherwise make the
    members of the inner group direct members of the outer one.
    See: https://learn.microsoft.com/entra/identity/users/directory-service-limits-restrictions
    See: https://learn.microsoft.com/entra/identity/hybrid/concept-group-source-of-authority-guidance
    Since: 0.1
    """

    id = "group-nested"
    severity = Severity.INFO
    kinds = GROUPS
    reads = ("member",)
    left, right = (MEMBER,), (GROUP_IN_SCOPE,)

    def compare(
        self, left: Collection[KeyHolder], right: Collection[KeyHolder]
    ) -> Iterator[Finding]:
        for outer in left:
            yield self.shared(outer, right, "is a group itself")
