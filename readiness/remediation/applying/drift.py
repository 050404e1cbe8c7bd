"""What of a repair plan is still right, what is stale, and what somebody has done already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.remediation.applying.applying import second_steps
from readiness.remediation.directories.directory import attributes_of, is_made, staleness
from readiness.remediation.directories.rehearsal import Rehearsal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readiness.remediation.directories.directory import ReadableDirectory
    from readiness.remediation.repair_plan.change import Change

RIGHT, DONE, STALE = "still right", "already done", "stale"


def drift(changes: Sequence[Change], directory: ReadableDirectory) -> dict[str, str]:
    """The state of each change, by its id: one of the three words, the last with the reason.

    Looked at in their order, as if what stands before had been made; of alternatives,
    each for itself.
    """
    rehearsal = Rehearsal(directory)
    found: dict[str, str] = {}
    later = second_steps(changes)
    for change in changes:
        ends = [end for end in (change, later.get(change.id)) if end is not None]
        names = [name for end in ends for name in attributes_of(end)]
        current = rehearsal.read(change.guid, names)
        if current is None:
            found[change.id] = f"{STALE}: there is no object with this GUID (any more)"
        elif any(is_made(end, current) for end in ends):
            found[change.id] = DONE
        elif current.protection:
            found[change.id] = f"{STALE}: no program changes this object: {current.protection}"
        elif reason := staleness(change, current):
            found[change.id] = f"{STALE}: {reason}"
        else:
            found[change.id] = RIGHT
            if not change.alternatives:
                rehearsal.modify(change.guid, change.edits)
    return found


def drift_summary(found: dict[str, str]) -> str:
    """One line."""
    stale = sum(1 for state in found.values() if state.startswith(STALE))
    done, right = (
        sum(1 for reached in found.values() if reached == state) for state in (DONE, RIGHT)
    )
    return f"Drift: {right:,} still right, {done:,} already done, {stale:,} stale."
