"""Finds, among all who share a key, who gets the same name in the cloud, and who is one person."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, islice, permutations
from typing import TYPE_CHECKING

from readiness.checking.keyed_check import RELATED, distinct
from readiness.cloud.contested import Contest
from readiness.directory.objects.persons import OBJECTS_OF_A_PERSON, are_joined, are_one_person
from readiness.pipeline.preview.keys import ADDRESS, CLOUD, GROUP, NAME, SPACES_OF_PERSONS
from readiness.storage.sorted_runs import RunWriter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from readiness.model.key_holder import KeyHolder
    from readiness.storage.sorted_runs import Row

SHARED_NAMES, CONTESTS, JOINS = "shared-names", "contests", "joins"
"""The names of sorted runs: an ordinal and the fields of a Contest; the same, once it is known who
is joined; and the ordinals of two objects that are joined, both ways."""


class SharedKeys:
    """Takes note of what the holders of shared keys have to do with each other in the cloud."""

    def __init__(self, folder: Path) -> None:
        """Write to the folder of a scan."""
        self._contests = RunWriter(folder, SHARED_NAMES, "0")
        self._joins = RunWriter(folder, JOINS, "0")

    def take(self, holders: Collection[KeyHolder]) -> None:
        """Take the holders of one key, in the order of the sources."""
        few = list(islice(distinct(holders), OBJECTS_OF_A_PERSON + 1))
        if len(few) == 1:
            return
        if few[0].space == CLOUD:
            if not are_one_person(holders):
                self._contests.extend(_contests(holders))
        elif few[0].space in SPACES_OF_PERSONS and len(few) <= OBJECTS_OF_A_PERSON:
            for left, right in combinations(few, 2):
                if are_joined(left, right):
                    # both ways, so that each comes up in its place
                    self._joins.extend(permutations((left.ordinal, right.ordinal)))

    def flush(self) -> None:
        """Write what is in memory."""
        self._contests.flush()
        self._joins.flush()


def _contests(holders: Collection[KeyHolder]) -> Iterator[Row]:
    """A row for each object that gets a name, with what the others have it as."""
    first = list(islice(holders, RELATED + 1))
    every: Counter[str] = Counter()
    for holder in holders:
        every.update(_roles(holder))
    for holder in holders:
        roles = _roles(holder)
        others = every - Counter(roles)
        if roles <= {ADDRESS, GROUP} and not (others[NAME] or others[ADDRESS]):
            continue  # what is made of an alias is added to no list of addresses that has it
        partners = [partner.dn for partner in first if partner.ordinal != holder.ordinal][:RELATED]
        contest = Contest(
            holder.key, NAME in others, ADDRESS in others, GROUP in others, tuple(partners)
        )
        yield (holder.ordinal, *contest)


def _roles(holder: KeyHolder) -> set[str]:
    """What an object has a name as."""
    return set(holder.value.partition(" ")[0])
