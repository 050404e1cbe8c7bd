"""Carries out what a plan decided, one guarded request a change.

Nothing is sent before the object was read by its GUID and found exactly as the plan knows it, and
the next change begins when the outcome of the last one is on the disk.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness.errors import SourceError
from readiness.remediation.applying.journal import Result
from readiness.remediation.directories.directory import (
    OutcomeUnknown,
    WriteFailed,
    in_message,
    is_made,
    missing_rights,
    staleness,
)
from readiness.remediation.repair_plan.permitted import forbidden

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from readiness.remediation.applying.journal_writer import JournalWriter
    from readiness.remediation.directories.directory import Current, Directory
    from readiness.remediation.repair_plan.change import Change, Edit, Value

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
    tolerated: Mapping[str, frozenset[str]] | None = None,
    made_before: Collection[str] = (),
    completed_by: Mapping[str, Change] | None = None,
) -> Summary:
    """Make changes in their order; a rehearsal needs no journal.

    `before` is what became of an earlier stage; `tolerated` are, by change, the GUIDs of those who
    may hold a value, too, since they did so before. `made_before` are the changes of earlier runs,
    maybe in another domain. `completed_by` has, for the first step of a change that was cut in
    two, the second: where that is made, the first one was.

    What is in its end state already counts as done, so a run that ended early is simply repeated.
    """
    summary = Summary(dict(before or {}))
    known, later = tolerated or {}, completed_by or {}
    for at, change in enumerate(changes):
        attempt = _Attempt(
            change, directory, summary, known.get(change.id, frozenset()), frozenset(made_before),
            later.get(change.id),
        )  # fmt: skip
        try:
            result, message = attempt.make(journal)
        except SourceError as error:
            if journal:  # or what somebody else does next would be taken for ours
                journal.record(change.id, Result.REFUSED, f"nothing was sent: {error}")
            summary.interruption = str(error)
            summary.not_reached = len(changes) - at
            break
        summary.results[change.id] = result, message
        if journal:
            journal.record(change.id, result, message)
        tell(change, result, message)
        failures = summary.count(Result.REFUSED, Result.FAILED)
        # after an unknown outcome, what follows might rest on a change that was never made
        has_enough = pace.failures_max is not None and failures >= pace.failures_max
        if result is Result.UNKNOWN or has_enough:
            summary.not_reached = len(changes) - at - 1
            break
        # what was refused or so already costs replication nothing
        if result is Result.DONE and pace.per_second:
            pace.pause(1 / pace.per_second)
    return summary


def second_steps(changes: Sequence[Change]) -> dict[str, Change]:
    """For the first step of each change that was cut in two, the second, by the id of the first.

    In an undo, the steps come the other way round.
    """
    begun: dict[tuple[str, str], Change] = {}
    second: dict[str, Change] = {}
    for change in changes:
        if change.id.endswith(("a", "b")):
            first = begun.setdefault((change.guid, change.id[:-1]), change)
            if first is not change:
                second[first.id] = change
    return second


@dataclass(frozen=True)
class _Attempt:
    """One change that is to be made."""

    change: Change
    directory: Directory
    summary: Summary
    """What became of the changes before it."""
    tolerated: frozenset[str]
    """The GUIDs of those who may hold a value, too."""
    made_before: frozenset[str]
    """The ids of the changes that earlier runs made."""
    completed_by: Change | None
    """The second step, if this is the first of two."""

    def make(self, journal: JournalWriter | None) -> tuple[Result, str]:
        """Make the change, if the object is as the plan knows it."""
        change = self.change
        current = self._read()
        if current is not None and any(is_made(end, current) for end in self._end_states()):
            return Result.ALREADY_DONE, ""
        refusal = next(self._refusals(current), "")
        if current is None or refusal:
            return Result.REFUSED, refusal
        if journal:
            # an undo gives back what others may hold, too, if they did so all along
            shared = {guid for edit in change.edits for guid, _ in self._others(edit, edit.remove)}
            journal.intend(change, current.dn, shared)
        try:
            self.directory.modify(change.guid, change.edits)
        except WriteFailed as error:
            return Result.FAILED, str(error)
        except OutcomeUnknown as error:
            return self._after_silence(str(error))
        return self._read_back()

    def _end_states(self) -> Iterator[Change]:
        """The changes that show on an object for which nothing is left to do."""
        yield self.change
        if self.completed_by is not None:
            yield self.completed_by

    def _read(self) -> Current | None:
        names = [edit.attribute for end in self._end_states() for edit in end.edits]
        return self.directory.read(self.change.guid, list(dict.fromkeys(names)))

    def _refusals(self, current: Current | None) -> Iterator[str]:
        """Why the change must not be made, the simplest reason first."""
        change = self.change
        if current is None:
            yield "there is no object with this GUID (any more)"
            return
        for needed in change.after:
            result, _ = self.summary.results.get(needed, (None, ""))
            if result not in _MADE and needed not in self.made_before:
                yield f"{needed} has to be made before, and was not"
        # it may have become a privileged account since the plan was made
        if current.protection:
            yield f"no program changes this object: {current.protection}"
        if change.object_class and change.object_class != current.object_class:
            yield f"the object is no {change.object_class}, but a {current.object_class}"
        yield from filter(None, map(forbidden, change.edits))
        if stale := staleness(change, current):
            yield f"changed meanwhile: {stale}"
        yield from missing_rights(change, current)
        for edit in change.edits:
            for guid, text in self._others(edit, edit.add):
                if guid not in self.tolerated:
                    yield text

    def _others(self, edit: Edit, values: Iterable[Value]) -> Iterator[tuple[str, str]]:
        """The GUIDs of others who hold one of some values of an attribute, and that in words."""
        if edit.attribute.lower() not in _UNIQUE:
            return
        for value in values:
            for guid, dn in self.directory.holders(edit.attribute, value):
                if guid.lower() != self.change.guid.lower():
                    yield guid, f"“{in_message(value)}” belongs to {in_message(dn)}"

    def _read_back(self) -> tuple[Result, str]:
        """Whether the object shows what the server said it did."""
        try:
            current = self._read()
        except SourceError as error:
            return Result.UNKNOWN, f"done, says the server; the object cannot be read: {error}"
        if current is not None and is_made(self.change, current):
            return Result.DONE, ""
        if current is not None and not staleness(self.change, current):
            return Result.UNKNOWN, "the server said yes, and the object does not show it"
        # others write, too, also in the moment between
        return Result.DONE, "says the server; the object was changed again since"

    def _after_silence(self, reason: str) -> tuple[Result, str]:
        """What became of a request without an answer: only the object can tell, if it shows it.

        Where it does not, the server may still be about to carry it out.
        """
        try:
            current = self._read()
        except SourceError:
            return Result.UNKNOWN, reason
        if current is not None and is_made(self.change, current):
            return Result.DONE, "no answer came, but the object shows it"
        return Result.UNKNOWN, f"{reason}; so far the object does not show it"
