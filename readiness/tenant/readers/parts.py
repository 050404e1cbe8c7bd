"""Which part of a tenant an export is of: told by its context, its properties and its name.

https://learn.microsoft.com/graph/paging
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Part(StrEnum):
    """A part of a tenant, named as its file is in a folder."""

    USERS = "users"
    GROUPS = "groups"
    CONTACTS = "contacts"
    DELETED_USERS = "deletedUsers"
    DOMAINS = "domains"
    ROLE_ASSIGNMENTS = "roleAssignments"
    ROLE_ELIGIBILITY_SCHEDULES = "roleEligibilitySchedules"
    ROLE_GROUP_MEMBERS = "roleGroupMembers"
    OBJECT_IDENTIFIERS = "objectIdentifiers"
    SYNCHRONIZATION = "onPremisesSynchronization"
    RECIPIENTS = "recipients"
    """Those of Exchange, of several kinds."""


OBJECTS = frozenset({Part.USERS, Part.GROUPS, Part.CONTACTS, Part.DELETED_USERS, Part.RECIPIENTS})
"""The parts that hold what an object of the directory may meet."""
_LETTERS = re.compile(r"[^a-z]+")
_CONTEXTS = (
    ("roleeligibility", Part.ROLE_ELIGIBILITY_SCHEDULES),
    ("roleassignment", Part.ROLE_ASSIGNMENTS),
    ("onpremisessynchronization", Part.SYNCHRONIZATION),
    ("deleteditems", Part.DELETED_USERS),
    ("domains", Part.DOMAINS),
    ("contacts", Part.CONTACTS),
    ("groups", Part.GROUPS),
    ("users", Part.USERS),
)
"""What follows `$metadata#`, or begins so, in lower case."""
_NAMES = (
    ("deleted", Part.DELETED_USERS),
    ("eligib", Part.ROLE_ELIGIBILITY_SCHEDULES),
    ("roleassignment", Part.ROLE_ASSIGNMENTS),
    ("onpremise", Part.SYNCHRONIZATION),
    ("dirsync", Part.SYNCHRONIZATION),
    ("identifier", Part.OBJECT_IDENTIFIERS),
    ("member", Part.ROLE_GROUP_MEMBERS),
    ("domain", Part.DOMAINS),
    ("contact", Part.CONTACTS),
    ("recipient", Part.RECIPIENTS),
    ("group", Part.GROUPS),
    ("user", Part.USERS),
)
"""What the name of a file, or of a folder that it is in, contains; the first that fits counts."""
_TYPES = {
    "user": Part.USERS,
    "group": Part.GROUPS,
    "orgcontact": Part.CONTACTS,
    "domain": Part.DOMAINS,
    "unifiedroleassignment": Part.ROLE_ASSIGNMENTS,
    "unifiedroleeligibilityschedule": Part.ROLE_ELIGIBILITY_SCHEDULES,
    "onpremisesdirectorysynchronization": Part.SYNCHRONIZATION,
}
"""The last word of an `@odata.type`, in lower case."""
_OF_MAPPINGS = frozenset({"id", "onPremisesObjectIdentifier"})
_OF_GROUPS = frozenset({"securityEnabled", "groupTypes", "isAssignableToRole"})
_OF_SCHEDULES = frozenset({"memberType", "scheduleInfo", "status"})


def part_of(
    context: str, odata_type: str, properties: Collection[str] | None, names: Iterable[str]
) -> Part | None:
    """The part that objects with these properties are of; None if nothing tells.

    `names` are those of the file and of the folders that it is in, the nearest first; `properties`
    is None where there is no object at all.
    """
    told = _of_names(names)
    by_content = (
        _TYPES.get(odata_type.rpartition(".")[2].lower())
        or _of_context(context)
        or _of_properties(properties or (), told)
    )
    # Graph calls deleted objects by the context of the living; only deleted users matter, since
    # theirs alone is an anchor, and none of the others stands for those that are alive
    if told is Part.DELETED_USERS and by_content in OBJECTS:
        return told if by_content in {Part.USERS, told} else None
    # a name alone makes no user of whatever is in a file
    return by_content or (told if properties is None or "id" in properties else None)


def _of_context(context: str) -> Part | None:
    about = context.partition("$metadata#")[2].lower()
    if "/members" in about:
        return None  # of which group, its name or its properties must tell
    return next((part for word, part in _CONTEXTS if word in about), None)


def _of_properties(found: Collection[str], told: Part | None) -> Part | None:
    """What the properties tell; the first that decides counts."""
    names = set(found)
    is_eligible = told is Part.ROLE_ELIGIBILITY_SCHEDULES or (
        "assignmentType" not in names and not names.isdisjoint(_OF_SCHEDULES)
    )
    role = Part.ROLE_ELIGIBILITY_SCHEDULES if is_eligible else Part.ROLE_ASSIGNMENTS
    told_by = (
        ("principalId" in names, role),
        ("isVerified" in names or {"name", "authenticationType"} <= names, Part.DOMAINS),
        ("features" in names, Part.SYNCHRONIZATION),
        ("recipientTypeDetails" in names, Part.RECIPIENTS),
        ("groupId" in names, Part.ROLE_GROUP_MEMBERS),
        ("userPrincipalName" in names, Part.USERS),
        (_OF_MAPPINGS <= names <= _OF_MAPPINGS | {"@odata.type"}, Part.OBJECT_IDENTIFIERS),
        (not names.isdisjoint(_OF_GROUPS), Part.GROUPS),
    )
    return next((part for is_so, part in told_by if is_so), None)


def _of_names(names: Iterable[str]) -> Part | None:
    for name in names:
        letters = _LETTERS.sub("", name.lower())
        for word, part in _NAMES:
            if word in letters:
                return part
    return None
