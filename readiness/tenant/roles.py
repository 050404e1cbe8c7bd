"""Who holds a directory role, may activate one, or has one through a group; which are privileged.

https://learn.microsoft.com/graph/api/rbacapplication-list-roleeligibilityschedules
https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept
https://learn.microsoft.com/entra/identity/role-based-access-control/privileged-roles-permissions
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from readiness.model.tenant_object import HeldRole, Role, TenantKind
from readiness.tenant.readers.properties import Names
from readiness.tenant.readers.values import identifiers, text, truth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.tenant.object_store import ObjectStore
    from readiness.tenant.readers.properties import Properties


class RoleHolders:
    """The roles of principals, which are few, and the members of groups that may hold one."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._roles: dict[str, Role] = {}
        self._definitions: defaultdict[str, set[str]] = defaultdict(set)
        self._are_privileged: dict[str, bool] = {}
        self._members: dict[str, set[str]] = {}

    def add(self, given: Properties, role: Role) -> None:
        """Take note that somebody holds a role; one that is assigned counts for more.

        Raises:
            ValueError: a property cannot be read.
        """
        principal = text(given.get("principalId")).lower()
        if not principal:
            return
        if self._roles.get(principal) is not Role.ASSIGNED:
            self._roles[principal] = role
        expanded = given.get("roleDefinition")
        told = Names().read(expanded) if isinstance(expanded, dict) else {}
        named = given.get("roleDefinitionId") or told.get("id")
        # whatever else cannot be read, that somebody holds a role is known
        definition = named.strip().lower() if isinstance(named, str) else ""
        self._definitions[principal].add(definition)
        self.define(told | {"id": definition})

    def define(self, given: Properties) -> None:
        """Take note of whether a role is privileged, if the export tells: no list is kept here.

        Microsoft marks further roles as time goes by.
        https://learn.microsoft.com/graph/api/resources/unifiedroledefinition?view=graph-rest-beta

        Raises:
            ValueError: a property cannot be read.
        """
        is_privileged = truth(given.get("isPrivileged"))
        for name in ("id", "templateId") if is_privileged is not None else ():
            if definition := text(given.get(name)).lower():
                known = self._are_privileged.get(definition, False)
                self._are_privileged[definition] = known or bool(is_privileged)

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

    @property
    def has_undefined(self) -> bool:
        """Whether some role is held of which nobody knows whether it is privileged."""
        return not self._are_privileged.keys() >= set().union(*self._definitions.values())

    def of_users(self, *, knows_all: bool) -> dict[str, HeldRole]:
        """The roles of each principal by its id, and of whoever has one through a group.

        Unless it `knows_all` roles of everybody, nobody can be said to hold no privileged one.
        """
        definitions = defaultdict(set, {who: set(held) for who, held in self._definitions.items()})
        for group in self._roles.keys() & self._members.keys():
            for member in self._members[group]:
                definitions[member] |= self._definitions[group]
        return {
            who: HeldRole(
                self._roles.get(who, Role.THROUGH_GROUP),
                not knows_all or any(self._are_privileged.get(one, True) for one in held),
            )
            for who, held in definitions.items()
        }
