"""What one process of a scan does: it evaluates partitions, and later tells who shares a key."""

from __future__ import annotations

from functools import cache, partial
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from readiness.advice.people_groups import READS, PeopleCounter
from readiness.advice.statistics import AdviceStatistics
from readiness.checking.keyed_check import keys_of
from readiness.columns.bitset import indexes
from readiness.directory.objects import persons
from readiness.evaluation.evaluator import Evaluator
from readiness.evaluation.projection import attributes_read, read_as_bytes
from readiness.evaluation.scoping import Scoping
from readiness.evaluation.statistics import Statistics
from readiness.model.entry import USERS, Entry
from readiness.pipeline.partitioning.partition_outcome import PartitionOutcome, candidates_of
from readiness.pipeline.preview.joining import MEMBERS, attributes_joined, members
from readiness.pipeline.preview.predictions import Predictions
from readiness.sources.ldif.batch_reader import BatchReader
from readiness.sources.ldif.block_reader import read_block
from readiness.sources.ldif.record_reader import ChangeRecord, LineProblem
from readiness.sources.ldif.utf8_stream import Unreadable
from readiness.storage.kept_batches import KeptBatch, keep, kept_batches, kept_with
from readiness.storage.ordinal import first_ordinal, index_of
from readiness.storage.rows import FindingRows
from readiness.storage.sorted_runs import RunWriter, read_rows
from readiness.uniqueness.batch_keys import BatchKeys
from readiness.uniqueness.comparison import holder_row
from readiness.uniqueness.key_index import KeyWriter, find_shared
from readiness.uniqueness.key_rules import key_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from readiness.advice.waves import GroupKey
    from readiness.pipeline.processes.job import Job
    from readiness.sources.ldif.block_splitter import Block
    from readiness.sources.source import Partition
    from readiness.storage.rows import Crash
    from readiness.uniqueness.key_index import KeyShare

FINDINGS, OUT_OF_SCOPE, HOLDERS, CANDIDATES = "findings", "out-of-scope", "holders", "entries"
"""The names of sorted runs in the folder of a scan."""
Task = tuple[Any, ...]
"""The arguments of one call of a method of Worker."""
_FOR_COUNTS = ("dn", "objectguid", *map(str.lower, READS))
"""What is kept of every entry beside its keys: what it is told and counted by."""


class Candidate(NamedTuple):
    """An entry that may share a key: what a finding of a comparison needs to know of it."""

    ordinal: int
    kind: str
    guid: str | None
    line: int | None


class Worker:
    """One process's share of a scan."""

    def __init__(self, job: Job, process: str) -> None:
        """Get ready; the name of the process tells its files from those of others."""
        reported, skipped = job.checks()
        self._preview = Predictions(job.plan, job.folder, process) if job.previews else None
        previewing = [self._preview.keys] if self._preview else []
        checks = (*reported, *job.silent_checks(skipped), *previewing)
        self._folder = job.folder
        self._findings, self._out_of_scope, self._holders, self._candidates, self._members = (
            RunWriter(job.folder, name, process)
            for name in (FINDINGS, OUT_OF_SCOPE, HOLDERS, CANDIDATES, MEMBERS)
        )
        self._keys = KeyWriter(job.folder, process)
        self._key_rules = cache(partial(key_rules, checks))
        keyed = {key.attribute.lower() for check in checks for key in keys_of(check)}
        identifying = persons.attributes_read(job.plan)
        kept = keyed.union(_FOR_COUNTS, map(str.lower, identifying))
        self._kept_columns = sorted(kept | attributes_joined(job.plan) if job.previews else kept)
        self._plan = job.plan
        self._forecast = None
        if job.tenant:
            # not above: most scans are told of no tenant
            from readiness.pipeline.forecast import ForecastWriter  # noqa: PLC0415

            self._forecast = ForecastWriter(job.tenant, job.plan, reported, job.folder, process)
        self._reader = BatchReader(
            attributes_read(checks, (*job.attributes_predicted(), *identifying)),
            read_as_bytes(checks),
        )
        self._rows = FindingRows(job.severities, job.set_by_hand)
        self._evaluator = Evaluator(
            checks,
            self._rows,
            scoping=Scoping(job.include, job.exclude),
            statistics=Statistics(AdviceStatistics(job.plan)),
            findings=self._findings,
            out_of_scope=self._out_of_scope,
            keys=self._keys,
        )

    def evaluate(self, number: int, partition: Partition) -> PartitionOutcome:
        """Show every entry of a partition to the checks."""
        outcome = PartitionOutcome(number)
        # by partition, since a source may turn out to be no use, with all that it counted
        self._evaluator.counts = outcome.counts
        batches = count()
        try:
            for block in _read(partition, outcome):
                content = read_block(block, outcome.lines + 1, self._reader)
                for batch in content.batches:
                    # numbered here: which process has a partition must not show in any report
                    ordinal = first_ordinal(number, next(batches))
                    evaluated = self._evaluator.evaluate(batch, ordinal)
                    if self._preview:
                        self._preview.end_batch(outcome.counts.previewed)
                    if self._forecast:
                        self._findings.extend(
                            self._forecast.add(evaluated, ordinal, self._rows, outcome.counts)
                        )
                    keep(batches_of(self._folder, number), evaluated, self._kept_columns)
                    outcome.contents.add(evaluated)
                outcome.add(block, content)
        except ChangeRecord as change:
            # what came before it counts; what follows is about other entries
            outcome.change = LineProblem(change.line, str(change))
        return outcome

    def flush(self) -> dict[str, Crash]:
        """Write everything that is still in memory; returns the checks that crashed, by id."""
        for writer in (
            self._findings, self._out_of_scope, self._holders, self._candidates, self._members,
            self._keys,
        ):  # fmt: skip
            writer.flush()
        if self._preview:
            self._preview.flush()
        if self._forecast:
            self._forecast.flush()
        return self._evaluator.crashes

    def find_shared(self, share: KeyShare) -> list[int]:
        """Find the keys of one share that several entries hold: see `key_index`."""
        return find_shared(self._folder, share)

    def look_up(self, number: int, source: int) -> None:
        """Write down what the candidates of a partition hold: see `candidates_of`.

        `source` is the number of the source that the partition is of.
        """
        candidates = read_rows(candidates_of(self._folder, number))
        for kept, of_batch in kept_with(batches_of(self._folder, number), candidates):
            # an entry may share several keys, and is looked up once
            by_index = {index_of(ordinal): ordinal for ordinal, _ in of_batch}
            shared = {hashed for _, hashed in of_batch}
            self._look_up(kept.only(list(by_index)), list(by_index.values()), shared, source)

    def _look_up(
        self, kept: KeptBatch, ordinals: Sequence[int], shared: set[int], source: int
    ) -> None:
        """Write down some entries, which have these ordinals, and who of them holds shared keys."""
        keys = BatchKeys(kept.batch, self._evaluator.key_crashed)
        for group in kept.groups:
            kind, is_out_of_scope, entries = group
            members = {
                index: Entry(
                    kept.batch.dn(index),
                    kind,
                    kept.batch.values(index),
                    ordinal=ordinals[index],
                    line=kept.batch.lines[index],
                )
                for index in indexes(entries)
            }
            identities = {
                index: persons.identity_of(entry, source, self._plan)
                for index, entry in members.items()
            }
            rules = self._key_rules(kind, out_of_scope=is_out_of_scope)
            holders = keys.holders(rules, group, ordinals, identities.__getitem__, shared)
            self._holders.extend(map(holder_row, holders))
            for entry in members.values():
                facts = (entry.ordinal, kind.value, entry.guid, entry.line)
                self._candidates.extend((facts,))

    def look_up_members(self, number: int, source: int) -> None:
        """Write down what the objects of a partition hold that are joined: see `joining`."""
        joined = read_rows(candidates_of(self._folder, number))
        for kept, of_batch in kept_with(batches_of(self._folder, number), joined):
            self._members.extend(members(kept, of_batch, source, self._plan))

    def count_groups(self, number: int, ready_after: Mapping[int, bytes]) -> dict[GroupKey, int]:
        """Count the people of a partition by group and by when they are ready: see `people_of`."""
        counter = PeopleCounter()
        for kept, people, steps in people_of(self._folder, number, ready_after):
            counter.add(kept.batch, people, steps)
        return counter.groups()


def batches_of(folder: Path, number: int) -> Path:
    """The file of the kept batches of a partition."""
    return folder / f"batches-{number}"


def people_of(
    folder: Path, number: int, ready_after: Mapping[int, bytes]
) -> Iterator[tuple[KeptBatch, int, bytes]]:
    """The batches of a partition with people in scope: these in bits, and when each is ready.

    `ready_after` has the batches, by number, in which somebody is not ready today: see `waves`.
    """
    for at, kept in enumerate(kept_batches(batches_of(folder, number))):
        people = 0
        for kind, is_out_of_scope, bits in kept.groups:
            people |= bits if kind in USERS and not is_out_of_scope else 0
        if people:
            yield kept, people, ready_after.get(at, b"").ljust(kept.batch.size, b"\0")


def _read(partition: Partition, outcome: PartitionOutcome) -> Iterator[Block]:
    """The blocks of a partition, until an error ends it; what follows a block is not blamed."""
    try:
        yield from partition.blocks()
    except Unreadable as error:
        outcome.failure = str(error)
    except OSError as error:
        outcome.failure = f"cannot be read: {error.strerror or error}"
