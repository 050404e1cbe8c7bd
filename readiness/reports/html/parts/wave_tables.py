"""Who can go when: people by organisational unit, suffix, department and manager."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from readiness.advice.waves import GROUPINGS, NONE, PRIVILEGED, SERVICE
from readiness.reports.html.dn_display import name_of, path_of, split
from readiness.reports.texts.next_commands import waves_command

if TYPE_CHECKING:
    from readiness.advice.waves import Grouping, Wave
    from readiness.pipeline.result import Result

_ROWS = 40
"""So many groups have a row; the JSON report has them all."""
_TITLES: dict[Grouping, str] = {
    "ou": "Organisational unit",
    "suffix": "Suffix",
    "department": "Department",
    "manager": "Manager",
}
_APART = {
    PRIVILEGED: ("Accounts with power", "last, and best with accounts of the cloud alone"),
    SERVICE: ("Accounts of services", "or in a container for them: better left out of scope"),
}
_WITHOUT: dict[Grouping, tuple[str, str]] = {
    "ou": ("No organisational unit", "lost and found: move them to a unit first"),
    "suffix": ("No sign-in name", "so no suffix: give them one first"),
    "department": ("No department", "choose them by unit or suffix"),
    "manager": ("No manager", "choose them by unit or suffix"),
}
"""What is said of people of whom nothing tells the group."""


class WaveRow(NamedTuple):
    """One group of people."""

    wave: int | None
    name: str
    below: str
    """The folder that it is in, or why it is no wave of its own."""
    people: int
    ready: int
    ready_soon: int
    """After the plan."""
    needs_decision: int


class WaveTable(NamedTuple):
    """The groups of one grouping, those first of whom most can go."""

    grouping: str
    title: str
    rows: list[WaveRow]
    unlisted: int
    command: str
    """Writes who is in which of them."""


def wave_tables(result: Result) -> list[WaveTable]:
    """The tables that have something to tell; what was asked for with `--by` comes first."""
    # a stable sort: the others keep their order
    ranked = sorted(GROUPINGS, key=lambda grouping: grouping != result.by)
    tables = []
    for grouping in ranked:
        waves = result.waves(grouping)
        listed = list(islice(waves, _ROWS))
        if listed and not listed[0].apart:  # else nobody is in a group: who stands apart comes last
            rows = [_row(grouping, wave) for wave in listed]
            unlisted = sum(1 for _ in waves)
            command = waves_command(result, grouping)
            tables.append(WaveTable(grouping, _TITLES[grouping], rows, unlisted, command))
    return tables


def _row(grouping: Grouping, wave: Wave) -> WaveRow:
    why = _WITHOUT[grouping] if wave.apart == NONE else _APART.get(wave.apart)
    name, below = why or _named(grouping, wave.name)
    ready, soon = wave.ready[0], wave.ready[-1]
    return WaveRow(wave.number, name, below, wave.people, ready, soon, wave.needs_decision)


def _named(grouping: Grouping, name: str) -> tuple[str, str]:
    """The name of a group, and where it is: for people, not for programs."""
    if grouping not in {"ou", "manager"}:
        return name, ""
    rdn, container = split(name)
    return name_of(rdn), path_of(container)
