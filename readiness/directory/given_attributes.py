"""What Active Directory gives every object: an export without it was asked for a list."""

from __future__ import annotations

from readiness.model.entry import CONTACTS, GROUPS, USERS, Kind

_EVERY_OBJECT = frozenset({"objectClass", "objectGUID", "whenCreated"})
_EVERY_PRINCIPAL = _EVERY_OBJECT | {"objectSid", "sAMAccountName"}
GIVEN: dict[Kind, frozenset[str]] = {
    **dict.fromkeys(USERS, _EVERY_PRINCIPAL | {"userAccountControl"}),
    **dict.fromkeys(GROUPS, _EVERY_PRINCIPAL),
    **dict.fromkeys(CONTACTS, _EVERY_OBJECT),
}
"""By kind, attributes that no object lacks, since the system sets them:
https://learn.microsoft.com/windows/win32/adschema/c-user and the classes above it."""
READS = tuple(sorted(set().union(*GIVEN.values())))
"""All of them."""
SIGNS = frozenset({"instanceType", "objectCategory", "uSNChanged", "uSNCreated", "whenChanged"})
"""What every object has too, but nobody puts on a list: one of these tells a full export.

No entry of Active Directory is without instanceType and objectCategory, and ldifde, csvde,
ldapsearch and ldbsearch write them unless they are given a list:
https://learn.microsoft.com/windows/win32/adschema/c-top
"""
EXPENDABLE = SIGNS | {"whenCreated"}
"""What tells a full export from a list, but no check misses it if it is absent."""
