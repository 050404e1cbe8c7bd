"""The outcomes of previous scans, a line of JSON each, which tell nothing about people."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_RECENT = 4
"""From so many scans, the last ones, the pace is told: what was long ago says little of it."""
_DAY = timedelta(days=1)
"""Scans that lie closer together tell no pace: somebody tried something out."""
_NUMBER_MAX = 10**12
"""No directory has so many of anything; a number beyond is a damaged line."""
_DAYS_MAX = 3650
"""A day that is further off is no forecast."""


@dataclass(frozen=True)
class HistoryEntry:
    """What one scan found, in numbers."""

    at: str
    """The time of the scan, as in its reports: `2026-11-22T10:00:00Z`."""
    verdict: str
    people: int
    """The people in scope."""
    ready: int
    """Those of them who were ready."""
    ready_after: tuple[int, ...]
    """Those who would have been after each step of the action plan."""
    by_severity: dict[str, int]
    """Findings by severity."""
    by_check: dict[str, int]
    """Findings by check."""
    asked: str = ""
    """A digest of what the scan was asked; empty in a line that tells none."""

    @property
    def moment(self) -> datetime:
        """The time of the scan.

        Raises:
            ValueError: it is none.
        """
        return datetime.strptime(self.at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def read_history(path: Path) -> tuple[HistoryEntry, ...]:
    """The scans that were written to a file, in its order; none if there is no file yet.

    Raises:
        UsageError: it cannot be read, or holds something else.
    """
    if path.exists() and not path.is_file():  # a device may have no end
        raise UsageError(f"the history {path} is no file: name another one")
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeError) as error:
        raise UsageError(f"the history {path} cannot be read: {error}") from error
    entries = []
    for number, line in enumerate(lines, start=1):
        try:
            entries.append(_entry(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise UsageError(
                f"{path}:{number}: this is no line of a history: name another file, or delete it"
            ) from error
    return tuple(entries)


def _entry(facts: dict[str, object]) -> HistoryEntry:
    """The scan of a line; what a later version adds is passed over."""
    entry = HistoryEntry(
        at=str(facts["at"]),
        verdict=str(facts["verdict"]),
        people=_number(facts["people"]),
        ready=_number(facts["ready"]),
        ready_after=tuple(map(_number, _list(facts["ready_after"]))),
        by_severity=_numbers(facts["by_severity"]),
        by_check=_numbers(facts["by_check"]),
        asked=_text(facts.get("asked", "")),
    )
    entry.moment  # noqa: B018 - it raises
    return entry


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    # not isinstance, for True is an int, too
    if type(value) is not int or not 0 <= value <= _NUMBER_MAX:
        raise TypeError(value)
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _numbers(value: object) -> dict[str, int]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return {str(name): _number(number) for name, number in value.items()}


def add_to_history(path: Path, entry: HistoryEntry) -> None:
    """Add a scan to the end of a file that only its owner can read.

    Raises:
        UsageError: it cannot be written.
    """
    line = json.dumps(asdict(entry), separators=(",", ":"))
    try:
        # one write to the end: two scans at a time do not mix their lines
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "ab") as file:
            file.write(f"{line}\n".encode())
    except OSError as error:
        raise UsageError(f"the history {path} cannot be written: {error.strerror}") from error


def comparable(history: Sequence[HistoryEntry]) -> list[HistoryEntry]:
    """The scans that were asked what the last one was: only their numbers make a line."""
    return [entry for entry in history if entry.asked == history[-1].asked]


class Forecast(NamedTuple):
    """When things are done if they go on as in the last scans."""

    people: date | None
    """When everybody is ready; None if nothing can be said."""
    by_check: dict[str, date]
    """When a check finds nothing any more, for those of which something can be said."""


def forecast(history: Sequence[HistoryEntry]) -> Forecast:
    """What the scans of the history that can be compared say of the days to come."""
    if not history:
        return Forecast(None, {})
    history = comparable(history)
    last = history[-1]
    waiting = [(entry.moment, entry.people - entry.ready) for entry in history]
    # where fewer are ready than were, no day is near, however many others left
    fell = last.ready < max(history[0].ready, history[-_RECENT:][0].ready)
    by_check = {
        check: day_reached([(scan.moment, scan.by_check.get(check, 0)) for scan in history], 0)
        for check in last.by_check
    }
    return Forecast(
        None if fell else day_reached(waiting, 0),
        {check: day for check, day in by_check.items() if day is not None},
    )


def day_reached(days: Sequence[tuple[datetime, int]], goal: int) -> date | None:
    """The day on which a number reaches a goal if it goes on as in the last scans.

    None if it has reached it, is no nearer to it than at the first of these scans, if they were
    within a day, or if it would take ten years.
    """
    recent = days[-_RECENT:]
    if len(recent) < 2 or recent[-1][1] == goal or recent[-1][0] - recent[0][0] < _DAY:  # noqa: PLR2004 - a line has two points
        return None
    if abs(goal - recent[-1][1]) >= abs(goal - recent[0][1]):
        return None
    start = recent[0][0]
    at = [(moment - start) / _DAY for moment, _ in recent]
    from statistics import linear_regression  # noqa: PLC0415 - loads more than most scans need

    # a line through all of them, for the last scan alone may have been a lucky day
    slope, intercept = linear_regression(at, [number for _, number in recent])
    if (goal - recent[-1][1]) * slope <= 0:
        return None
    reached = (goal - intercept) / slope
    last_day = (datetime.max.replace(tzinfo=UTC) - start).days  # the calendar ends there
    if not at[-1] <= reached <= min(at[-1] + _DAYS_MAX, last_day):
        return None
    return (start + timedelta(days=reached)).date()
