"""Which groups people are in: counted, and one by one."""

from __future__ import annotations

import re
from collections import Counter
from itertools import compress
from typing import TYPE_CHECKING

from readiness.advice.waves import GROUPINGS, NONE, PRIVILEGED, SERVICE, GroupKey, Person
from readiness.checking.triggers.presence import present
from readiness.checking.triggers.values import contains
from readiness.columns.bitset import bits_where, flags_of, indexes
from readiness.directory.objects.delicate_account import service_sign
from readiness.model.counts import count
from readiness.model.values import as_octets, guid_text, is_hidden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from readiness.advice.waves import Grouping
    from readiness.columns.batch import Batch

READS = (
    "adminCount",
    "department",
    "manager",
    "sAMAccountName",
    "servicePrincipalName",
    "userPrincipalName",
)
"""All that is looked at, beside the DN."""
_GROUPS_MAX = 100_000
"""So many groups are told apart; further ones, of a directory of strangers, are one."""
_TOLD_MAX = 10_000
"""So many different texts that tell a group are remembered."""
_LOST_AND_FOUND = re.compile(r"(?:^|(?<!\\),) *CN=LostAndFound *, *DC=", re.IGNORECASE)
_FIRST_NAME = re.compile(r"(?:\\.|[^\\,])*,\s*", re.DOTALL)
_TELLING = (
    present("adminCount") | present("servicePrincipalName") | contains("sAMAccountName", "svc")
)
"""Fires for whoever stands apart, but for those whom only their container tells."""


class PeopleCounter:
    """Counts people in every grouping."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._groups: dict[GroupKey, int] = {}
        self._told: dict[Grouping, Counter[tuple[str, str, int]]] = {
            grouping: Counter() for grouping in GROUPINGS
        }
        """The people of the last batches, by what tells the rest of a GroupKey."""

    def add(self, batch: Batch, people: int, ready_after: Sequence[int]) -> None:
        """Count the people of a batch, given in bits.

        `ready_after` holds what GroupKey calls so for each entry of the batch.
        """
        chosen, containers = flags_of(people, batch.size), _containers(batch)
        apart = _apart_of(batch, containers)
        # in compiled loops: people are many, and their groups, which Python makes keys of, are few
        for grouping, told in self._told.items():
            of_entries = zip(_told(grouping, batch, containers), apart, ready_after, strict=True)
            told.update(compress(of_entries, chosen))
            if len(told) > _TOLD_MAX:
                self._name(grouping)

    def groups(self) -> dict[GroupKey, int]:
        """All that were counted, by group and by when they are ready."""
        for grouping in GROUPINGS:
            self._name(grouping)
        return self._groups

    def _name(self, grouping: Grouping) -> None:
        """Count people by the names of their groups who are counted by what tells these."""
        groups, name_of = self._groups, _NAMES[grouping]
        for (told, why, step), number in self._told[grouping].items():
            name = name_of(told)
            key = GroupKey(grouping, name, why or ("" if name else NONE), step)
            # bounded, for a directory may have as many managers as people
            if key not in groups and len(groups) >= _GROUPS_MAX:
                key = GroupKey(grouping, "", why or NONE, step)
            count(groups, key, number)
        self._told[grouping].clear()


def people_by(
    grouping: Grouping, batch: Batch, people: int, ready_after: Sequence[int]
) -> Iterator[Person]:
    """The people of a batch, given in bits, each with the group that they are counted in."""
    containers = _containers(batch)
    apart, told = _apart_of(batch, containers), _told(grouping, batch, containers)
    principals, managers = batch.firsts("userprincipalname"), batch.firsts("manager")
    for index in indexes(people):
        name = _NAMES[grouping](told[index])
        guid = batch.each["objectguid"][index]
        octets = guid[0] if isinstance(guid, list) else guid
        yield Person(
            name,
            apart[index] or ("" if name else NONE),
            ready_after[index],
            batch.dn(index),
            guid_text(as_octets(octets or "")),
            principals[index],
            managers[index],
        )


def _apart_of(batch: Batch, containers: Sequence[str]) -> list[str]:
    """Why each entry is in no wave of its group, if it is a person; empty for nearly all."""
    apart, telling = [""] * batch.size, batch.triggered(_TELLING)
    # many people are in one container, which is judged once
    if places := {place for place in set(containers) if service_sign("", "", place)}:
        telling |= bits_where(map(places.__contains__, containers))
    if not telling:
        return apart
    services, accounts = batch.firsts("serviceprincipalname"), batch.firsts("samaccountname")
    counts = batch.firsts("admincount")
    for index in indexes(telling):
        if service_sign(services[index], accounts[index], containers[index]):
            apart[index] = SERVICE
        # what AdminSDHolder protects: https://learn.microsoft.com/windows-server/identity/ad-ds/plan/security-best-practices/appendix-c--protected-accounts-and-groups-in-active-directory
        elif counts[index] not in {"", "0"}:
            apart[index] = PRIVILEGED
    return apart


def _told(grouping: Grouping, batch: Batch, containers: Sequence[str]) -> Sequence[str]:
    """What tells the group of each entry: the function in _NAMES makes the group's name of it."""
    if grouping == "ou":
        return containers
    if grouping == "suffix":
        names = batch.firsts("userprincipalname")
        return [name.rpartition("@")[2] if "@" in name else "" for name in names]
    return batch.firsts(grouping)


def _suffix(told: str) -> str:
    # a blank that hides in a name is wrong there, and makes no other domain of this one
    if not told.isprintable():
        told = "".join(mark for mark in told if not is_hidden(mark))
    return told.strip().lower()


def _unit(container: str) -> str:
    # a unit goes to the lost and found as a whole, with all below it
    return "" if _LOST_AND_FOUND.search(container) else container


_NAMES: Mapping[Grouping, Callable[[str], str]] = {
    "ou": _unit,
    "suffix": _suffix,
    "department": str.strip,
    "manager": str.strip,
}


def _containers(batch: Batch) -> list[str]:
    return [
        dn[dn.find(",") + 1 :].lstrip() if "\\" not in dn else _FIRST_NAME.sub("", dn, count=1)
        for dn in batch.firsts("dn")
    ]
