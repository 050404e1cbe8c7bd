"""Groups of people, each of which may be a wave of the migration, and when each is ready.

A group is worth a wave if a filter of the sync engine, or a group in the directory, can hold it: an
organisational unit, a UPN suffix, a department, or the people of a manager. Accounts with power and
accounts of services are nobody's wave: they come last, whatever group they are in. And nobody goes
together because their OUs were deleted: what lies in the lost and found is in no unit.
https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sync-configure-filtering
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Grouping = Literal["ou", "suffix", "department", "manager"]
GROUPINGS: tuple[Grouping, ...] = ("ou", "suffix", "department", "manager")
"""What people are grouped by."""
PRIVILEGED, SERVICE, NONE = "privileged", "service", "none"
"""Why people are in no wave of their group: they come last, or nothing tells their group."""
NEVER = 255
"""Stands for the step after which somebody is ready who waits for more than the plan."""
_LAST = ("", NONE, SERVICE, PRIVILEGED)
"""The order of who comes last, behind the groups."""


class GroupKey(NamedTuple):
    """Which people are counted together."""

    grouping: str
    name: str
    """Of the group; empty where nothing tells it."""
    apart: str
    """Why they are in no wave of their group: PRIVILEGED, SERVICE, NONE; or empty if they are."""
    ready_after: int
    """The step of the action plan after which they are ready: 0 for today, or NEVER."""


class Person(NamedTuple):
    """Somebody in a wave, or in none."""

    group: str
    """The name of the group."""
    apart: str
    """As in GroupKey."""
    ready_after: int
    """As in GroupKey."""
    dn: str
    guid: str | None
    user_principal_name: str
    manager: str
    """The DN of the manager; empty without one."""


@dataclass(frozen=True, slots=True)
class Wave:
    """A group of people, and how many of them are ready when."""

    number: int | None
    """None for who is in no wave."""
    name: str
    apart: str
    """PRIVILEGED, SERVICE, NONE, or empty for a group."""
    ready: tuple[int, ...]
    """The people who are ready today, and after each step of the action plan."""
    needs_decision: int
    """The people who wait for more than the plan."""

    @property
    def people(self) -> int:
        """All of them."""
        return self.ready[-1] + self.needs_decision

    @property
    def waits_for(self) -> int:
        """The step after which the plan has done what it can for them; 0 for none."""
        return self.ready.index(self.ready[-1])


def waves_by(grouping: str, groups: Mapping[GroupKey, int], steps: int) -> Iterator[Wave]:
    """The groups of a grouping: those first of whom most are ready, after a plan of so many steps.

    Who is in no wave of a group comes last: those without a group, services, accounts with power.
    """
    # sorted again and again: keys that have it all would be larger than a hundred thousand waves
    keys = sorted(key for key in groups if key.grouping == grouping)
    keys.sort(key=attrgetter("apart"))
    waves = []
    for (apart, name), alike in groupby(keys, _wave_of):
        ready_after: Counter[int] = Counter()
        for key in alike:
            ready_after[key.ready_after] += groups[key]
        ready = tuple(accumulate(ready_after[step] for step in range(steps + 1)))
        waves.append(Wave(None, name, apart, ready, ready_after.total() - ready[-1]))
    waves.sort(key=attrgetter("ready"), reverse=True)
    waves.sort(key=lambda wave: _LAST.index(wave.apart))
    numbers = itertools.count(1)
    for wave in waves:
        # services are no wave, and neither are people whom no filter can find
        has_number = wave.apart in {"", PRIVILEGED}
        yield replace(wave, number=next(numbers)) if has_number else wave


def _wave_of(key: GroupKey) -> tuple[str, str]:
    """What is the same of the keys of a wave: who stands apart does so whatever their group is."""
    return key.apart, "" if key.apart else key.name
