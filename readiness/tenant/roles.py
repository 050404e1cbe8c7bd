"""Who holds a directory role, may activate one, or has one through a group.

https://learn.microsoft.com/graph/api/rbacapplication-list-roleeligibilityschedules
https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.model.tenant_object import Role, TenantKind
from readiness.tenant.readers.values import identifiers, truth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.tenant.object_store import ObjectStore
    from readiness.tenant.readers.properties import Properties


class RoleHolders:
    """The roles of principals, which are few, and the members of groups that may hold one."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._roles: dict[str, Role] = {}
        self._members: dict[str, set[str]] = {}

    def add(self, principal: str, role: Role) -> None:
        """Take note that somebody holds a role; one that is assigned counts for more."""
        principal = principal.lower()
        if principal and self._roles.get(principal) is not Role.ASSIGNED:
            self._roles[principal] = role

    def add_group(self, group: str, given: Properties) -> None:
        """Take note of the members of a group, if they were exported and it may hold a role.

        Raises:
            ValueError: whether it may is neither true nor false.
        """
        # null where the group was exported without its members
        if given.get("members") is not None and truth(given.get("isAssignableToRole")) is not False:
            self.add_members(group, identifiers(given["members"]))

    def add_members(self, group: str, members: Iterable[str]) -> None:
        """Take note of members of a group."""
        self._members.setdefault(group.lower(), set()).update(members)

    def has_unknown_members(self, store: ObjectStore, *, knows_groups: bool) -> bool:
        """Whether some role is held by a group of which nobody knows the members.

        Where groups were not exported, whoever is no user may be a group.
        """
        for principal in self._roles.keys() - self._members.keys():
            held = store.by_id(principal)
            if held.kind is TenantKind.GROUP if held else not knows_groups:
                return True
        return False

    def of_users(self) -> dict[str, Role]:
        """The role of each principal by its id, and of whoever has one through a group."""
        through = {
            member: Role.THROUGH_GROUP
            for group in self._roles.keys() & self._members.keys()
            for member in self._members[group]
        }
        return through | self._roles
