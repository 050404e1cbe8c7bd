"""Groups of people, each of which may be a wave of the migration, and when each is ready.

A group is worth a wave if a filter of the sync engine, or a group in the directory, can hold it: an
organisational unit, a UPN suffix, a department, or the people of a manager. Accounts with power and
accounts of services are nobody's wave: they come last, whatever group they are in. And nobody goes
together because their OUs were deleted: what lies in the lost and found is in no unit.
https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sync-configure-filtering
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from readiness.columns.bitset import indexes
from readiness.directory.delicate_account import service_sign
from readiness.model.counts import count
from readiness.model.values import as_octets, as_text, guid_text, is_hidden

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from readiness.columns.batch import Batch
    from readiness.model.entry import Values

Grouping = Literal["ou", "suffix", "department", "manager"]
GROUPINGS: tuple[Grouping, ...] = ("ou", "suffix", "department", "manager")
"""What people are grouped by."""
READS = (
    "adminCount",
    "department",
    "manager",
    "sAMAccountName",
    "servicePrincipalName",
    "userPrincipalName",
)
"""All that `add_people` looks at, beside the DN."""
PRIVILEGED, SERVICE, NONE = "privileged", "service", "none"
"""Why people are in no wave of their group: they come last, or nothing tells their group."""
NEVER = 255
"""Stands for the step after which somebody is ready who waits for more than the plan."""
_GROUPS_MAX = 100_000
"""So many groups are told apart; further ones, of a directory of strangers, are one."""
_LOST_AND_FOUND = re.compile(r"(?:^|(?<!\\),) *CN=LostAndFound *, *DC=", re.IGNORECASE)
_FIRST_NAME = re.compile(r"(?:\\.|[^\\,])*,\s*", re.DOTALL)


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


def add_people(
    batch: Batch, people: int, ready_after: Sequence[int], groups: dict[GroupKey, int]
) -> None:
    """Count the people of a batch, given in bits, in every grouping.

    `ready_after` holds what GroupKey calls so for each entry of the batch.
    """
    chosen = list(indexes(people))
    apart = _apart_of(batch, chosen)
    steps = [ready_after[index] for index in chosen]
    # counted by the batch, in compiled loops: people are many, and their groups are few
    for grouping in GROUPINGS:
        names = _names(grouping, batch, chosen)
        for (name, why, step), number in Counter(zip(names, apart, steps, strict=True)).items():
            key = GroupKey(grouping, name, why or ("" if name else NONE), step)
            # bounded, for a directory may have as many managers as people
            if key not in groups and len(groups) >= _GROUPS_MAX:
                key = GroupKey(grouping, "", why or NONE, step)
            count(groups, key, number)


def people_by(
    grouping: str, batch: Batch, people: int, ready_after: Sequence[int]
) -> Iterator[Person]:
    """The people of a batch, given in bits, each with the group that they are counted in."""
    chosen = list(indexes(people))
    apart = _apart_of(batch, chosen)
    names = _names(grouping, batch, chosen)
    principals = _firsts(batch, "userprincipalname", chosen)
    managers = _firsts(batch, "manager", chosen)
    rows = zip(chosen, names, apart, principals, managers, strict=True)
    for index, name, why, principal, manager in rows:
        guid = batch.each["objectguid"][index]
        octets = guid[0] if isinstance(guid, list) else guid
        yield Person(
            name,
            why or ("" if name else NONE),
            ready_after[index],
            batch.dn(index),
            guid_text(as_octets(octets or "")),
            principal,
            manager,
        )


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


_LAST = ("", NONE, SERVICE, PRIVILEGED)
_TELLING = ("admincount", "serviceprincipalname", "samaccountname")


def _apart_of(batch: Batch, chosen: Sequence[int]) -> list[str]:
    """Why each of some people is in no wave of their group; empty for nearly all."""
    telling = (_firsts(batch, name, chosen) for name in _TELLING)
    return list(map(_apart, _containers(batch, chosen), *telling))


def _apart(container: str, admin_count: str, service: str, account: str) -> str:
    if service_sign(service, account, container):
        return SERVICE
    # what AdminSDHolder protects: https://learn.microsoft.com/windows-server/identity/ad-ds/plan/security-best-practices/appendix-c--protected-accounts-and-groups-in-active-directory
    return PRIVILEGED if admin_count not in {"", "0"} else ""


def _names(grouping: str, batch: Batch, chosen: Sequence[int]) -> list[str]:
    if grouping == "ou":
        return ["" if _is_lost(it) else it for it in _containers(batch, chosen)]
    if grouping == "suffix":
        names = _firsts(batch, "userprincipalname", chosen)
        return [_suffix(name) if "@" in name else "" for name in names]
    return [name.strip() for name in _firsts(batch, grouping, chosen)]


def _suffix(name: str) -> str:
    suffix = name.rpartition("@")[2]
    # a blank that hides in a name is wrong there, and makes no other domain of this one
    if not suffix.isprintable():
        suffix = "".join(mark for mark in suffix if not is_hidden(mark))
    return suffix.strip().lower()


@lru_cache(maxsize=4096)
def _is_lost(container: str) -> bool:
    # a unit goes there as a whole, with all below it
    return _LOST_AND_FOUND.search(container) is not None


def _containers(batch: Batch, chosen: Sequence[int]) -> list[str]:
    return [
        dn[dn.find(",") + 1 :].lstrip() if "\\" not in dn else _FIRST_NAME.sub("", dn, count=1)
        for dn in _firsts(batch, "dn", chosen)
    ]


def _firsts(batch: Batch, name: str, chosen: Sequence[int]) -> list[str]:
    """The first value of an attribute of some entries, as text; empty for those without."""
    if name not in batch.columns:
        return [""] * len(chosen)
    each = batch.each[name]
    # nearly all entries have one value of text: no function is called for these
    return [held if type(held := each[index]) is str else _first(held) for index in chosen]


def _first(held: Values | None) -> str:
    return as_text(held[0] if isinstance(held, list) else held or "")
