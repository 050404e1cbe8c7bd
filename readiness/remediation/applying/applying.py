"""Carries out what a plan decided, one guarded request a change.

Nothing is sent before the object was read by its GUID and found exactly as the plan knows it, and
the next change begins when the outcome of the last one is on the disk.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness.errors import SourceError
from readiness.remediation.applying.directory import (
    OutcomeUnknown,
    WriteFailed,
    attributes_of,
    is_made,
    shown,
    staleness,
)
from readiness.remediation.applying.journal import Result
from readiness.remediation.repair_plan.permitted import forbidden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from readiness.remediation.applying.directory import Current, Directory
    from readiness.remediation.applying.journal import JournalWriter
    from readiness.remediation.repair_plan.change import Change

_UNIQUE = frozenset({"mail", "proxyaddresses", "targetaddress", "userprincipalname"})
"""Attributes whose new values nobody else may hold, in lower case."""
_MADE = (Result.DONE, Result.ALREADY_DONE)
PER_SECOND = 20
"""So many changes a second at most, unless somebody says otherwise: replication has to follow."""


@dataclass
class Summary:
    """What an apply or undo came to."""

    results: dict[str, tuple[Result, str]] = field(default_factory=dict)
    """By the id of the change, with the reason."""
    not_reached: int = 0
    interruption: str = ""
    """Why the directory could not be asked any more, if so."""

    def count(self, *results: Result) -> int:
        """So many changes ended like that."""
        return sum(1 for result, _ in self.results.values() if result in results)

    @property
    def status(self) -> int:
        """The exit status: 0 all done, 1 some refused or failed, 3 unknown, 4 nothing to do."""
        if self.interruption or self.count(Result.UNKNOWN):
            return 3
        if self.not_reached or self.count(Result.REFUSED, Result.FAILED):
            return 1
        return 0 if self.results else 4


@dataclass(frozen=True)
class Pace:
    """How carefully to go on."""

    failures_max: int | None = 1
    """With so many refusals and failures the run ends; None for never."""
    per_second: float | None = PER_SECOND
    pause: Callable[[float], None] = time.sleep


def apply(
    changes: Sequence[Change],
    directory: Directory,
    journal: JournalWriter | None,
    *,
    pace: Pace,
    tell: Callable[[Change, Result, str], None] = lambda *_: None,
    before: Mapping[str, tuple[Result, str]] | None = None,
) -> Summary:
    """Make changes in their order; a rehearsal needs no journal.

    `before` is what became of an earlier stage.

    What is in its end state already counts as done, so a run that ended early is simply repeated.
    """
    summary = Summary(dict(before or {}))
    for at, change in enumerate(changes):
        try:
            result, message = _make(change, directory, journal, summary)
        except SourceError as error:  # nothing was sent
            summary.interruption = str(error)
            summary.not_reached = len(changes) - at
            break
        summary.results[change.id] = result, message
        if journal:
            journal.record(change.id, result, message)
        tell(change, result, message)
        failures = summary.count(Result.REFUSED, Result.FAILED)
        has_enough = pace.failures_max is not None and failures >= pace.failures_max
        if result is Result.UNKNOWN or has_enough:
            summary.not_reached = len(changes) - at - 1
            break
        if result is Result.DONE and pace.per_second:
            pace.pause(1 / pace.per_second)
    return summary


def _make(
    change: Change, directory: Directory, journal: JournalWriter | None, summary: Summary
) -> tuple[Result, str]:
    """Make one change, if the object is as the plan knows it."""
    current = directory.read(change.guid, attributes_of(change))
    if current is not None and is_made(change, current):
        return Result.ALREADY_DONE, ""
    refusal = next(_refusals(change, current, directory, summary), "")
    if current is None or refusal:
        return Result.REFUSED, refusal
    if journal:
        journal.intend(change, current.dn)
    try:
        directory.modify(change.guid, change.edits)
    except WriteFailed as error:
        return Result.FAILED, str(error)
    except OutcomeUnknown as error:
        return _after_silence(change, directory, str(error))
    return _read_back(change, directory)


def _refusals(
    change: Change, current: Current | None, directory: Directory, summary: Summary
) -> Iterator[str]:
    """Why a change must not be made, the simplest reason first."""
    if current is None:
        yield "there is no object with this GUID (any more)"
        return
    for needed in change.after:
        result, _ = summary.results.get(needed, (Result.DONE, ""))
        if result not in _MADE:
            yield f"{needed} has to be made before, and was not"
    if current.protection:
        yield f"no program changes this object: {current.protection}"
    if change.object_class and change.object_class != current.object_class:
        yield f"the object is no {change.object_class}, but a {current.object_class}"
    yield from filter(None, map(forbidden, change.edits))
    if stale := staleness(change, current):
        yield f"changed meanwhile: {stale}"
    yield from _missing_rights(change, current)
    yield from _other_holders(change, directory)


def _missing_rights(change: Change, current: Current) -> Iterator[str]:
    """What the account may not write, as the directory itself tells."""
    for edit in change.edits:
        if current.writable is not None and edit.attribute.lower() not in current.writable:
            yield f"you have no right to write {edit.attribute}"


def _other_holders(change: Change, directory: Directory) -> Iterator[str]:
    """Who else holds a value that the object shall get."""
    for edit in change.edits:
        values = edit.add if edit.attribute.lower() in _UNIQUE else ()
        for value in values:
            for guid, dn in directory.holders(edit.attribute, value):
                if guid.lower() != change.guid.lower():
                    yield f"“{shown(value)}” belongs to {shown(dn)}"


def _read_back(change: Change, directory: Directory) -> tuple[Result, str]:
    """Whether the object shows what the server said it did."""
    try:
        current = directory.read(change.guid, attributes_of(change))
    except SourceError as error:
        return Result.UNKNOWN, f"the server said yes, but the object cannot be read again: {error}"
    if current is None or not is_made(change, current):
        return Result.UNKNOWN, "the server said yes, and the object does not show it"
    return Result.DONE, ""


def _after_silence(change: Change, directory: Directory, reason: str) -> tuple[Result, str]:
    """What became of a request that was not answered: only the object can tell, if it shows it.

    Where it does not, the server may still be about to carry it out.
    """
    try:
        current = directory.read(change.guid, attributes_of(change))
    except SourceError:
        return Result.UNKNOWN, reason
    if current is not None and is_made(change, current):
        return Result.DONE, "no answer came, but the object shows it"
    return Result.UNKNOWN, f"{reason}; so far the object does not show it"
