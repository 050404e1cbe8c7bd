"""Makes one prediction of all objects of a person: accounts, mailboxes and contacts of forests."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.joined import joined
from readiness.cloud.prediction import predict
from readiness.cloud.record import record_of
from readiness.cloud.tenant_domains import TenantDomains
from readiness.directory.objects import persons, sync_scope
from readiness.directory.objects.sync_scope import reason_left_out
from readiness.model.counts import count
from readiness.model.entry import Entry, Kind
from readiness.model.key_holder import KeyHolder
from readiness.pipeline.preview.contests import CONTESTS, JOINS, SHARED_NAMES
from readiness.pipeline.preview.keys import attributes_previewed
from readiness.pipeline.preview.predictions import (
    RECORDS,
    Before,
    changes_of,
    record_row,
)
from readiness.storage.ordinal import index_of
from readiness.storage.sorted_runs import RunWriter, sorted_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from readiness.cloud.record import CloudRecord
    from readiness.model.plan import Plan
    from readiness.storage.kept_batches import Candidate, KeptBatch
    from readiness.storage.sorted_runs import Row

MEMBERS = "members"
"""The name of sorted runs: the objects of persons, with all that predicting them takes."""
_MOVED = "moved"
"""The name of sorted runs: the ordinal of an object without a record, and that of its person."""
_NOBODY = (-1, -1)


def attributes_joined(plan: Plan) -> frozenset[str]:
    """What has to be kept of every entry, in lower case, until it is known who is joined."""
    names = (*attributes_previewed(plan), *persons.attributes_read(plan), *sync_scope.READS)
    return frozenset(map(str.lower, names))


def persons_of(folder: Path) -> Iterator[tuple[int, int]]:
    """The ordinals of objects that are joined, sorted, each beside the first of its person.

    Two numbers in memory for each of them: so many may be a whole forest.
    """
    ordinals = array("q", (ordinal for ordinal, _ in groupby(_pairs(folder), itemgetter(0))))
    first = array("q", range(len(ordinals)))

    def root(at: int) -> int:
        while first[at] != at:
            first[at] = at = first[first[at]]
        return at

    for left, right in _pairs(folder):
        if left < right:
            ours = root(bisect_left(ordinals, left))
            theirs = root(bisect_left(ordinals, right))
            first[max(ours, theirs)] = min(ours, theirs)
    for at, ordinal in enumerate(ordinals):
        yield ordinal, ordinals[root(at)]


def _pairs(folder: Path) -> Iterator[Row]:
    return sorted_rows(folder, JOINS)


def members(
    kept: KeptBatch, of_batch: Sequence[Candidate], source: int, plan: Plan
) -> Iterator[Row]:
    """Those of some objects of a batch that the sync engine joins, as rows of MEMBERS."""
    names = sorted(attributes_joined(plan))
    for ordinal, person in of_batch:
        index = index_of(ordinal)
        for group in kept.groups:
            if not group.bits >> index & 1:
                continue
            entry = Entry(kept.batch.dn(index), group.kind, kept.batch.values(index))
            # a linked mailbox is out of scope by itself: its account takes it in
            if group.is_out_of_scope and reason_left_out(entry) != "linked-mailbox":
                continue
            held = tuple((name, entry.values(name)) for name in names if entry.has(name))
            yield person, ordinal, source, group.is_out_of_scope, group.kind.value, entry.dn, held


class Member(NamedTuple):
    """One object of a person."""

    person: int
    source: int
    is_out_of_scope: bool
    entry: Entry

    @classmethod
    def of_row(cls, row: Row) -> Member:
        """The member of a row of MEMBERS."""
        person, ordinal, source, is_out_of_scope, kind, dn, held = row
        entry = Entry(dn, Kind(kind), dict(held), ordinal=ordinal)
        return cls(person, source, is_out_of_scope, entry)

    def holder(self, plan: Plan) -> KeyHolder:
        """The member as `directory.persons` compares it."""
        entry = self.entry
        identity = persons.identity_of(entry, self.source, plan)
        about = (entry.ordinal, "", "", entry.dn, self.is_out_of_scope, entry.kind)
        return KeyHolder("", "", *about, identity)


class Joining:
    """Replaces the predictions of the objects of a person by that of the person."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        """Take the plan, and where rows are read and written."""
        self._plan = plan
        self._domains = TenantDomains.of(plan)
        self._folder = folder

    def join(self, counts: dict[str, int]) -> None:
        """Join what is one, and put right what was counted of single objects."""
        records = RunWriter(self._folder, RECORDS, "joined")
        moved = RunWriter(self._folder, _MOVED, "0")
        rows = map(Member.of_row, sorted_rows(self._folder, MEMBERS))
        for _, of_person in groupby(rows, key=lambda member: member.person):
            together = list(of_person)
            alone = [member.entry for member in together if not member.is_out_of_scope]
            if not alone or not self._are_one(together):
                continue
            entry, record = joined([member.entry for member in together], self._plan, self._domains)
            self._count_again(alone, (entry, record), counts)
            first, *others = alone
            before = Before.of(entry, self._plan)
            records.extend((record_row(first.ordinal, record, before, of_person=True),))
            # no record of their own: a row of rank 0 stands before theirs
            records.extend((other.ordinal, 0, b"") for other in others)
            moved.extend((other.ordinal, first.ordinal) for other in others)
        records.flush()
        moved.flush()
        count(counts, "collisions", self._settle_contests())

    def _are_one(self, together: Iterable[Member]) -> bool:
        """Whether all are one person; where a third object fits two, it joins neither."""
        holders = [member.holder(self._plan) for member in together]
        return len(holders) > 1 and persons.are_one_person(holders)

    def _count_again(
        self, alone: Sequence[Entry], person: tuple[Entry, CloudRecord], counts: dict[str, int]
    ) -> None:
        """Count what changes of a person, in place of what was counted of its objects."""
        for entry in alone:
            predicted = predict(entry, self._plan, domains=self._domains)
            record = record_of(predicted, is_tenant_known=self._domains.are_known)
            for change in ("objects", *changes_of(entry, record, self._plan)):
                count(counts, change, -1)
        for change in ("objects", "joined", *changes_of(*person, self._plan)):
            count(counts, change)

    def _settle_contests(self) -> int:
        """Give the contests of all objects of a person to its record; returns who has any."""
        writer = RunWriter(self._folder, CONTESTS, "0")
        moved = sorted_rows(self._folder, _MOVED)
        ordinal, first = next(moved, _NOBODY)
        number = 0
        for at, rows in groupby(sorted_rows(self._folder, SHARED_NAMES), itemgetter(0)):
            while -1 < ordinal < at:
                ordinal, first = next(moved, _NOBODY)
            owner = first if ordinal == at else at
            writer.extend((owner, *row[1:]) for row in rows)
            number += owner == at
        writer.flush()
        return number
