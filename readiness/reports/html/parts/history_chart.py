"""How the scans of a history went: a line for people, and a course for each check."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.gating.history import comparable, forecast
from readiness.reports.texts.statements import asked_otherwise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from readiness.gating.history import HistoryEntry
    from readiness.pipeline.result import Result

_COURSES = 12
"""So many checks have a course: those with most findings at any time."""


class Course(NamedTuple):
    """The findings of a check, scan by scan."""

    check: str
    points: str
    """Of a line in a picture of 100 by 20, from zero to the most that there ever was."""
    first: int
    last: int


class Trend(NamedTuple):
    """What became of people and findings since the first scan."""

    scans: int
    since: str
    until: str
    top: int
    """The most people in scope of any scan: the upper end of the picture."""
    ready_points: str
    planned_points: str
    """Those who would be ready after the steps of the plan of that day."""
    ready: int
    planned: int
    put_right: int
    """So many errors fewer than at the first scan; negative if there are more."""
    done: date | None
    """When everybody is ready at this pace."""
    courses: list[Course]
    left_out: str
    """How many scans are no part of it, and why."""


def trend_of(result: Result) -> Trend | None:
    """The trend over scans that were asked the same; None before the second of all scans."""
    if len(result.history) < 2:  # noqa: PLR2004 - a point is no line
        return None
    history = comparable(result.history)
    first, last = history[0], history[-1]
    top = max(1, *(entry.people for entry in history))
    planned = [_planned(entry) for entry in history]
    return Trend(
        scans=len(history),
        since=f"{first.moment:%d %b %Y}",
        until=f"{last.moment:%d %b %Y}",
        top=top,
        ready_points=_points([entry.ready for entry in history], top, 100),
        planned_points=_points(planned, top, 100),
        ready=last.ready,
        planned=planned[-1],
        put_right=first.by_severity.get("error", 0) - last.by_severity.get("error", 0),
        done=forecast(history).people,
        courses=_courses(history),
        left_out=asked_otherwise(result),
    )


def _planned(entry: HistoryEntry) -> int:
    return entry.ready_after[-1] if entry.ready_after else entry.ready


def _courses(history: Sequence[HistoryEntry]) -> list[Course]:
    """The checks that found most at any time; one that is through stays to be seen."""
    most: dict[str, int] = {}
    for entry in history:
        for check, number in entry.by_check.items():
            most[check] = max(most.get(check, 0), number)
    ranked = sorted(most, key=lambda check: (-most[check], check))[:_COURSES]
    courses = []
    for check in ranked:
        numbers = [entry.by_check.get(check, 0) for entry in history]
        points = _points(numbers, max(most[check], 1), 20)
        courses.append(Course(check, points, numbers[0], numbers[-1]))
    return courses


def _points(numbers: Sequence[int], top: int, height: int) -> str:
    """The corners of a line from left to right, in a picture 100 wide; zero is at its foot."""
    width = max(len(numbers) - 1, 1)
    return " ".join(
        f"{100 * at / width:.2f},{height - height * number / top:.2f}"
        for at, number in enumerate(numbers)
    )
