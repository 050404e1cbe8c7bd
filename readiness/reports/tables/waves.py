"""Who can go when: the waves as text, and as a folder with a table for each of them."""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING, TextIO

from readiness.advice.waves import NEVER, NONE, PRIVILEGED, SERVICE
from readiness.errors import UsageError
from readiness.model.wording import verb
from readiness.reports.escaping import shown
from readiness.reports.tables.spreadsheet import cell
from readiness.reports.texts.answer import answer
from readiness.reports.texts.phrases import is_assessed, was_nothing_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from readiness.advice.waves import Grouping, Person, Wave
    from readiness.pipeline.result import Result

_APART = {
    SERVICE: "accounts of services, or in a container for them: last, better left out of scope",
    PRIVILEGED: "accounts with administrative rights: last",
}
_WITHOUT: dict[Grouping, str] = {
    "ou": "in no organisational unit (lost and found): move them to one first",
    "suffix": "no sign-in name, so no suffix: give them one first",
    "department": "no department: choose them by OU or suffix (--by)",
    "manager": "no manager: choose them by OU or suffix (--by)",
}
"""What people have in common of whom nothing tells the group, and what to do."""
COLUMNS = (
    "wave", "group", "user_principal_name", "dn", "guid", "ready_today", "ready_after_step",
    "manager",
)  # fmt: skip
_SUMMARY_COLUMNS = ("wave", "group", "people", "ready_today", "ready_after_plan", "needs_decision")
_UNKNOWN = "not assessed"
"""Stands in a table where nobody knows whether somebody is ready."""
_AT_ONCE = 1000
"""So many people are kept in memory of each wave before they are written."""


def write_waves(result: Result, grouping: Grouping, file: TextIO) -> None:
    """Write the waves as a table that people read."""
    file.writelines(f"{line}\n" for line in _lines(result, grouping))


def _lines(result: Result, grouping: Grouping) -> Iterator[str]:
    if was_nothing_read(result):
        return  # why is told as a problem, and no number means anything
    said, people = answer(result), result.people
    yield " ".join(filter(None, [f"{said.directory.word.upper()}: {said.sentence}", said.then]))
    if not people.in_scope:
        return
    waves = list(result.waves(grouping))
    is_known = is_assessed(result)
    what = "are ready today" if is_known else "have no known error, not assessed"
    yield f"{people.ready:,} of {people.in_scope:,} people {what}; by {grouping}:"
    width = len(f"{max((wave.people for wave in waves), default=0):,}")
    for wave in waves:
        number = "" if wave.number is None else f"{wave.number}"
        told = _told(wave, is_known=is_known)
        yield f"{number:>4}  {wave.people:{width},}: {told}  {_name(wave, grouping)}"
    for step in result.action_plan.steps:
        yield f"step {step.step}: {shown(step.title)}"


def _told(wave: Wave, *, is_known: bool) -> str:
    """How many are ready today, and what the others wait for."""
    parts = [f"{wave.ready[0]:,} {'ready today' if is_known else 'without a known error'}"]
    if wave.waits_for:
        parts.append(f"{wave.ready[-1]:,} after step {wave.waits_for}")
    if wave.needs_decision:
        needs = verb(wave.needs_decision, "needs", "need")
        parts.append(f"{wave.needs_decision:,} {needs} more than the plan")
    return ", ".join(parts)


def _name(wave: Wave, grouping: Grouping) -> str:
    return _why_apart(wave, grouping) or shown(wave.name)


def _why_apart(wave: Wave, grouping: Grouping) -> str:
    """What the people have in common who are in no wave of their group; empty for a group."""
    return _WITHOUT[grouping] if wave.apart == NONE else _APART.get(wave.apart, "")


def write_wave_tables(result: Result, grouping: Grouping, folder: Path) -> int:
    """Write a table for each wave, and one of all waves; returns the number of tables.

    Raises:
        UsageError: the folder holds something already, or cannot be written to.
    """
    waves = list(result.waves(grouping))
    is_known = is_assessed(result)
    try:
        folder.mkdir(exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(f"the folder {folder} is not empty: name a new one")
        numbers = {(wave.apart, wave.name): wave.number for wave in waves}
        waiting: dict[str, list[list[str]]] = defaultdict(list)
        for person in result.people_by(grouping):
            number = numbers.get((person.apart, "" if person.apart else person.group))
            table = f"wave-{number:03}.csv" if number else f"no-wave-{person.apart or NONE}.csv"
            rows = waiting[table]
            rows.append(_row(person, number, is_known=is_known))
            if len(rows) >= _AT_ONCE:
                _append(folder / table, rows)
                rows.clear()
        for table, rows in waiting.items():
            _append(folder / table, rows)
        summary = [_summary_row(wave, grouping, is_known=is_known) for wave in waves]
        _append(folder / "waves.csv", summary, _SUMMARY_COLUMNS)
    except OSError as error:
        raise UsageError(f"the folder {folder} cannot be written: {error.strerror}") from error
    return len(waiting) + 1


def _row(person: Person, number: int | None, *, is_known: bool) -> list[str]:
    # the table leaves the verdict behind, and somebody adds whom it calls ready to a pilot group
    ready = "yes" if is_known else _UNKNOWN
    is_told = is_known and person.ready_after != NEVER
    after = str(person.ready_after) if is_told else ""
    return [
        str(number or ""),
        cell(person.group),
        cell(person.user_principal_name),
        cell(person.dn),
        person.guid or "",
        "no" if person.ready_after else ready,
        after,
        cell(person.manager),
    ]


def _summary_row(wave: Wave, grouping: Grouping, *, is_known: bool) -> list[str]:
    ready = (wave.ready[0], wave.ready[-1]) if is_known else (_UNKNOWN, _UNKNOWN)
    numbers = (wave.people, *ready, wave.needs_decision)
    name = f"({why})" if (why := _why_apart(wave, grouping)) else wave.name
    return [str(wave.number or ""), cell(name), *map(str, numbers)]


def _append(path: Path, rows: Iterable[list[str]], columns: tuple[str, ...] = COLUMNS) -> None:
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="", errors="backslashreplace") as file:
        table = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        table.writerows([columns] if is_new else [])
        table.writerows(rows)
