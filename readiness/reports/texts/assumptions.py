"""What a directory that is called ready rests on, where an export of the tenant has no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.gating.verdict import Verdict
from readiness.tenant import NO_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.pipeline.result import Result

_IN_THE_WAY = {"groups": "group", "contacts": "contact", "deletedUsers": "deleted user"}
"""What may hold a name or an address that somebody brings."""
_AGAINST_MATCHES = {
    NO_ROLES: "role",
    "roleAssignments": "role",
    "roleEligibilitySchedules": "role",
    "roleGroupMembers": "role",
    "onPremisesObjectIdentifier": "mapping",
    "blockSoftMatchEnabled": "switch",
    "blockCloudObjectTakeoverThroughHardMatchEnabled": "switch",
    "softMatchOnUpnEnabled": "switch",
}
"""What may refuse somebody; other parts are assumed as what is worse, or refuse nobody."""
_NAMED = 3
"""So many parts are named in one line; all of them stand where the tenant is told of."""


def assumption(result: Result) -> str:
    """What is assumed of the tenant, as the end of a sentence that calls people ready; or nothing.

    Only what may turn an object that is called ready into one that is not.
    """
    if result.verdict is not Verdict.READY or result.tenant is None:
        return ""
    assumed = result.tenant.export.assumed
    parts = [part for part in (*_IN_THE_WAY, *_AGAINST_MATCHES) if part in assumed]
    said = [
        f"no {_listed(dict.fromkeys(words[part] for part in parts if part in words))} {does}"
        for words, does in (
            (_IN_THE_WAY, "of the tenant holds one of their addresses"),
            (_AGAINST_MATCHES, "there forbids a match"),
        )
        if not words.keys().isdisjoint(parts)
    ]
    if not said:
        return ""
    named = ["roles" if part == NO_ROLES else part for part in parts]
    lacking = ", ".join([*named[:_NAMED], "…"] if named[_NAMED:] else named)
    return f"assuming that {' and '.join(said)} (not exported: {lacking}): readiness tenant-export"


def _listed(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last
