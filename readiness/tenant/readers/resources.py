"""Which resource of a tenant an export is of: told by its context, its properties and its name.

https://learn.microsoft.com/graph/paging
"""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from readiness.model.values import visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Resource(StrEnum):
    """A resource of a tenant, named as its file is in a folder."""

    USERS = "users"
    GROUPS = "groups"
    CONTACTS = "contacts"
    DELETED_USERS = "deletedUsers"
    DOMAINS = "domains"
    ROLE_ASSIGNMENTS = "roleAssignments"
    ROLE_ELIGIBILITY_SCHEDULES = "roleEligibilitySchedules"
    ROLE_DEFINITIONS = "roleDefinitions"
    ROLE_GROUP_MEMBERS = "roleGroupMembers"
    OBJECT_IDENTIFIERS = "objectIdentifiers"
    SYNCHRONIZATION = "onPremisesSynchronization"
    RECIPIENTS = "recipients"
    """Those of Exchange, of several kinds."""


OBJECTS = frozenset(
    {
        Resource.USERS,
        Resource.GROUPS,
        Resource.CONTACTS,
        Resource.DELETED_USERS,
        Resource.RECIPIENTS,
    }
)
"""The resources that hold what an object of the directory may meet."""
_NAMED, _NAME_MAX = 8, 40
"""So many columns of an unknown table are named, and so much of each."""
_LETTERS = re.compile(r"[^a-z]+")
_CONTEXTS = (
    ("roleeligibility", Resource.ROLE_ELIGIBILITY_SCHEDULES),
    ("roleassignment", Resource.ROLE_ASSIGNMENTS),
    ("roledefinitions", Resource.ROLE_DEFINITIONS),
    ("onpremisessynchronization", Resource.SYNCHRONIZATION),
    ("deleteditems", Resource.DELETED_USERS),
    ("domains", Resource.DOMAINS),
    ("contacts", Resource.CONTACTS),
    ("groups", Resource.GROUPS),
    ("users", Resource.USERS),
)
"""What follows `$metadata#`, or begins so, in lower case."""
_ELSEWHERE = re.compile(
    r"#(?:auditLogs|reports|identityProtection|deviceManagement|roleManagement/(?!directory/))"
    r"|ScheduleRequests\b",
    re.IGNORECASE,
)
"""Contexts of what looks like users, or like roles of the directory: logs and reports, roles of
other providers, and what was once asked for, be it in vain.

https://learn.microsoft.com/graph/api/resources/rolemanagement
https://learn.microsoft.com/graph/api/resources/riskyuser
"""
_NAMES = (
    ("deleted", Resource.DELETED_USERS),
    ("eligib", Resource.ROLE_ELIGIBILITY_SCHEDULES),
    ("roleassignment", Resource.ROLE_ASSIGNMENTS),
    ("roledefinition", Resource.ROLE_DEFINITIONS),
    ("onpremise", Resource.SYNCHRONIZATION),
    ("dirsync", Resource.SYNCHRONIZATION),
    ("identifier", Resource.OBJECT_IDENTIFIERS),
    ("member", Resource.ROLE_GROUP_MEMBERS),
    ("domain", Resource.DOMAINS),
    ("contact", Resource.CONTACTS),
    ("recipient", Resource.RECIPIENTS),
    ("group", Resource.GROUPS),
    ("user", Resource.USERS),
)
"""What the name of a file, or of a folder that it is in, contains; the first that fits counts."""
_TYPES = {
    "user": Resource.USERS,
    "group": Resource.GROUPS,
    "orgcontact": Resource.CONTACTS,
    "domain": Resource.DOMAINS,
    "unifiedroleassignment": Resource.ROLE_ASSIGNMENTS,
    "unifiedroleeligibilityschedule": Resource.ROLE_ELIGIBILITY_SCHEDULES,
    "unifiedroledefinition": Resource.ROLE_DEFINITIONS,
    "onpremisesdirectorysynchronization": Resource.SYNCHRONIZATION,
}
"""The last word of an `@odata.type`, in lower case."""
_OF_DIRECTORY = frozenset(
    {
        *("dn", "distinguishedname", "objectclass", "objectguid", "objectsid", "sid"),
        *("samaccountname", "useraccountcontrol"),
    }
)
"""https://learn.microsoft.com/powershell/module/activedirectory/get-aduser"""
_OF_TENANT = frozenset(
    {
        *("id", "objectid", "object id", "externaldirectoryobjectid"),
        *("recipienttype", "recipienttypedetails"),
    }
)
_OF_MAPPINGS = frozenset({"id", "onPremisesObjectIdentifier"})
_OF_USERS = frozenset(
    {"proxyAddresses", "onPremisesImmutableId", "onPremisesSyncEnabled", "mailNickname"}
)
"""Without any of these, users whose mappings were exported stand in another file, too."""
_OF_GROUPS = frozenset({"securityEnabled", "groupTypes", "isAssignableToRole"})
_OF_RECIPIENTS = frozenset({"recipientTypeDetails", "recipientType"})
_OF_DEFINITIONS = frozenset({"isPrivileged", "isBuiltIn", "rolePermissions"})
_OF_SCHEDULES = frozenset({"memberType", "scheduleInfo", "status"})


def resource_of(
    context: str, odata_type: str, properties: Collection[str] | None, names: Iterable[str]
) -> Resource | None:
    """The resource that objects with these properties are of; None if nothing tells.

    `names` are those of the file and of the folders that it is in, the nearest first; `properties`
    is None where there is no object at all.
    """
    told = _of_names(names)
    if _ELSEWHERE.search(context):
        return None
    if properties and set(properties) >= _OF_MAPPINGS and _OF_USERS.isdisjoint(properties):
        return Resource.OBJECT_IDENTIFIERS
    by_content = (
        _TYPES.get(odata_type.rpartition(".")[2].lower())
        or _of_context(context)
        or _of_properties(properties or (), told)
    )
    # Graph calls deleted objects by the context of the living; only deleted users matter, since
    # theirs alone is an anchor, and none of the others stands for those that are alive
    if told is Resource.DELETED_USERS and by_content in OBJECTS:
        return told if by_content in {Resource.USERS, told} else None
    # a name alone makes no user of whatever is in a file
    return by_content or (told if properties is None or "id" in properties else None)


def why_unknown(found: Collection[str], names: Iterable[str]) -> str:
    """Why nothing tells of which resource objects are: what they have, and what it would need.

    `found` are their properties or columns as they are written; `names` are as of `resource_of`.
    """
    few = [f"“{visible(name[:_NAME_MAX])}”" for name in islice(found, _NAMED)]
    more = [f"{len(found) - _NAMED:,} more"] if len(found) > _NAMED else []
    told = _of_names(names) or Resource.USERS
    needed = "id and userPrincipalName" if told is Resource.USERS else "id"
    had = f"the columns {', '.join(few + more)}" if found else "no column"
    return f"it has {had}; of {told} it needs {needed}"


def is_directory(names: Iterable[str]) -> bool:
    """Whether names of properties are those of an on-premises directory, and of no tenant.

    Every object of a tenant has an id; the recipients of Exchange Online have a DN and SID beside
    it. What a tenant repeats of the directory begins with `onPremises`.
    """
    lower = {name.lower() for name in names}
    return (
        len(lower & _OF_DIRECTORY) > 1
        and lower.isdisjoint(_OF_TENANT)
        and not any(name.startswith("onpremises") for name in lower)
    )


def _of_context(context: str) -> Resource | None:
    about = context.partition("$metadata#")[2].lower()
    if "/members" in about:
        return None  # of which group, its name or its properties must tell
    return next((resource for word, resource in _CONTEXTS if word in about), None)


def _of_properties(found: Collection[str], told: Resource | None) -> Resource | None:
    """What the properties tell; the first that decides counts."""
    names = set(found)
    is_eligible = told is Resource.ROLE_ELIGIBILITY_SCHEDULES or (
        "assignmentType" not in names and not names.isdisjoint(_OF_SCHEDULES)
    )
    role = Resource.ROLE_ELIGIBILITY_SCHEDULES if is_eligible else Resource.ROLE_ASSIGNMENTS
    told_by = (
        ("principalId" in names, role),
        (
            "displayName" in names and not names.isdisjoint(_OF_DEFINITIONS),
            Resource.ROLE_DEFINITIONS,
        ),
        ("isVerified" in names or {"name", "authenticationType"} <= names, Resource.DOMAINS),
        ("features" in names, Resource.SYNCHRONIZATION),
        (not names.isdisjoint(_OF_RECIPIENTS), Resource.RECIPIENTS),
        ("groupId" in names, Resource.ROLE_GROUP_MEMBERS),
        ("userPrincipalName" in names, Resource.USERS),
        (not names.isdisjoint(_OF_GROUPS), Resource.GROUPS),
    )
    return next((resource for is_so, resource in told_by if is_so), None)


def _of_names(names: Iterable[str]) -> Resource | None:
    for name in names:
        letters = _LETTERS.sub("", name.lower())
        for word, resource in _NAMES:
            if word in letters:
                return resource
    return None
