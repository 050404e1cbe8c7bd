"""A repair plan as LDIF for ldapmodify and ldifde, and the LDIF that takes it back.

Each record is guarded: it deletes the old values that it replaces, so that a server refuses it
(noSuchAttribute) when somebody changed them meanwhile. An object is named by its GUID, since its
DN may belong to somebody else by then.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from readiness.model.values import visible
from readiness.remediation.repair_plan.change import Change, Edit, octets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.remediation.repair_plan.change import RepairPlan, Value

WIDTH = 76
"""Lines are folded there: https://www.rfc-editor.org/rfc/rfc2849, note 2."""
# a SAFE-STRING of RFC 2849 without control characters, which a terminal would obey, and without a
# blank at its end, which its note 8 warns of
_SAFE = re.compile(rb"[!-9;=-~][ -~]*(?<! )|")


def export(plan: RepairPlan) -> str:
    """What the plan decided to apply, in its order."""
    return _document(plan.to_apply, "changes")


def rollback(plan: RepairPlan) -> str:
    """The mirrored records in reverse order: they put back what `export` changes."""
    undone = (
        Change(
            id=change.id,
            guid=change.guid,
            dn=change.dn,
            object_class=change.object_class,
            edits=tuple(edit.reversed() for edit in reversed(change.edits)),
            confidence=change.confidence,
            checks=change.checks,
        )
        for change in reversed(plan.to_apply)
    )
    return _document(undone, "rollback of changes")


def _document(changes: Iterable[Change], what: str) -> str:
    lines = ["version: 1", "", *_comment(f"readiness: {what}; apply them in this order"), ""]
    for change in changes:
        lines += [*_record(change), ""]
    return "\n".join(lines) + "\n"


def _record(change: Change) -> Iterator[str]:
    yield from _comment(f"change {change.id}  {change.dn}  reason: {', '.join(change.checks)}")
    yield from _line("dn", f"<GUID={change.guid}>")
    yield "changetype: modify"
    for edit in change.edits:
        yield from _modification("delete", edit, edit.remove)
        yield from _modification("add", edit, edit.add)


def _modification(how: str, edit: Edit, values: tuple[Value, ...]) -> Iterator[str]:
    if values:  # “delete:” without a value would delete all of them
        yield f"{how}: {edit.attribute}"
        for value in values:
            yield from _line(edit.attribute, value)
        yield "-"


def _comment(text: str) -> Iterator[str]:
    """A comment cannot carry a line break: a value with one would begin a record."""
    yield from _folded(f"# {visible(text)}")


def _line(name: str, value: Value) -> Iterator[str]:
    octets = octets_of(value)
    if _SAFE.fullmatch(octets):
        yield from _folded(f"{name}: {octets.decode('ascii')}")
    else:
        yield from _folded(f"{name}:: {base64.b64encode(octets).decode('ascii')}")


def _folded(line: str) -> Iterator[str]:
    yield line[:WIDTH]
    for start in range(WIDTH, len(line), WIDTH - 1):
        yield " " + line[start : start + WIDTH - 1]
