"""What becomes of the tenant's own objects that those of a directory meet.

Apart from the rows of outcomes, which are large: nobody reads those unless a report shows them.
"""

from __future__ import annotations

from collections import Counter
from enum import IntEnum
from typing import TYPE_CHECKING

from readiness.cloud.matching.outcome import ADOPTED, Outcome
from readiness.model.counts import count
from readiness.storage.sorted_runs import sorted_rows
from readiness.tenant.forecasting.outcome_row import OutcomeRow, is_untold_by_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from readiness.model.counts import Counts
    from readiness.storage.sorted_runs import Row

MET = "tenant-met"
"""The sorted runs of the numbers of objects that are met, each with its State."""
_KIND, _OUTCOME, _PARTNER = map(OutcomeRow._fields.index, ("kind", "outcome", "partner"))


class State(IntEnum):
    """What becomes of an object of the tenant; the greater counts, where several are true."""

    UNTOUCHED = 0
    LEFT_OUT = 1
    CONFLICT_PARTNER = 2
    ALREADY_SYNCED = 3
    ADOPTED = 4
    CONTESTED = 5


_STATES = {
    **dict.fromkeys(map(str, ADOPTED), State.ADOPTED.value),
    Outcome.ALREADY_SYNCED.value: State.ALREADY_SYNCED.value,
}


def met(stored: Iterable[Row]) -> list[tuple[int, int]]:
    """Whom objects meet by these rows of outcomes, as rows of MET."""
    conflict = State.CONFLICT_PARTNER.value
    return [
        (row[_PARTNER][0], _STATES.get(row[_OUTCOME], conflict)) for row in stored if row[_PARTNER]
    ]


def left_out(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The objects whose twins are out of scope, as rows of MET."""
    return ((number, State.LEFT_OUT.value) for number in numbers)


def count_outcomes(stored: Sequence[Row], counts: Counts) -> None:
    """Count rows of outcomes, and the objects of which the export does not tell."""
    for outcome, number in Counter([row[_OUTCOME] for row in stored]).items():
        count(counts.outcomes, outcome, number)
        if outcome == Outcome.UNKNOWN:
            for row in stored:
                if row[_OUTCOME] == outcome and not is_untold_by_object(row):
                    count(counts.untold, row[_KIND])


def states_met(folder: Path, size: int) -> tuple[bytearray, set[int]]:
    """The State of each of so many objects, and those that several objects adopt."""
    states, shared = bytearray(size), set()
    for number, state in sorted_rows(folder, MET):
        if state == State.ADOPTED and states[number] == State.ADOPTED:
            shared.add(number)
        states[number] = max(states[number], state)
    return states, shared
