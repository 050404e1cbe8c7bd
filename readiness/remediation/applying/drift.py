"""What of a repair plan is still right, what is stale, and what somebody has done already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.remediation.applying.directory import attributes_of, is_made, staleness
from readiness.remediation.applying.rehearsal import Rehearsal

if TYPE_CHECKING:
    from readiness.remediation.applying.directory import Directory
    from readiness.remediation.repair_plan.change import RepairPlan

RIGHT, DONE, STALE = "still right", "already done", "stale"


def drift(plan: RepairPlan, directory: Directory) -> dict[str, str]:
    """The state of each change, by its id: one of the three words, the last with the reason.

    Looked at in the order of the plan, as if what stands before had been made; of alternatives,
    each for itself.
    """
    rehearsal = Rehearsal(directory)
    found: dict[str, str] = {}
    for change in plan.changes:
        current = rehearsal.read(change.guid, attributes_of(change))
        if current is None:
            found[change.id] = f"{STALE}: there is no object with this GUID (any more)"
        elif is_made(change, current):
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
    done, right = (sum(1 for one in found.values() if one == state) for state in (DONE, RIGHT))
    return f"Drift: {right:,} still right, {done:,} already done, {stale:,} stale."
