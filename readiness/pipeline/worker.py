"""What one process does: reads parts of sources, examines entries, reads some of them again."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from readiness.advice.statistics import AdviceStatistics
from readiness.columns.bitset import bits_of
from readiness.evaluation.evaluator import Evaluator
from readiness.evaluation.projection import attributes_read, read_as_bytes
from readiness.evaluation.scoping import Scoping
from readiness.evaluation.statistics import Statistics, suffix_of
from readiness.evaluation.waves import group_of
from readiness.model.counts import Counts
from readiness.sources.ldif.batch_reader import BatchReader
from readiness.sources.ldif.block_reader import read_again, read_block
from readiness.sources.ldif.record_reader import ChangeRecord, LineProblem
from readiness.storage.block_index import Record, Shelved, few_records, shelve, unspooled
from readiness.storage.ordinal import first_ordinal, position_of
from readiness.storage.rows import Crash, Recalled
from readiness.storage.sorted_runs import Spill
from readiness.uniqueness.key_index import Ledger, meeting, shared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from readiness.columns.batch import Batch
    from readiness.pipeline.job import Job
    from readiness.sources.source import Partition
    from readiness.uniqueness.key_index import Portion

_AT_ONCE = 4 * 1024 * 1024
"""So many octets of single entries are read again at once."""
PROBLEMS = 100
"""So many problems of a part are told one by one; the others are counted."""


@dataclass
class Outcome:
    """What became of one part."""

    partition: int
    counts: Counts
    lines: int = 0
    shelf: list[Shelved] = field(default_factory=list)
    spool: str | None = None
    """The file that keeps the records, where the part itself cannot be read again."""
    index: str | None = None
    """The file that tells where the records are, where it can."""
    change: LineProblem | None = None
    """Set if the part is a list of changes; nothing after that line was read."""
    problems: list[LineProblem] = field(default_factory=list)
    unlisted: int = 0
    """The number of further problems."""

    def tell(self, problems: Sequence[LineProblem]) -> None:
        """Take down problems, as long as there is room."""
        room = max(PROBLEMS - len(self.problems), 0)
        self.problems += problems[:room]
        self.unlisted += len(problems[room:])


class Worker:
    """One process's share of a scan."""

    def __init__(self, job: Job, name: str) -> None:
        """Get ready; the name tells the files of this process from those of others."""
        checks, skipped = job.checks()
        every = (*checks, *job.silent_checks(skipped))
        self._folder = job.folder
        self._found = Spill(job.folder, f"found-{name}")
        self._left_out = Spill(job.folder, f"left-out-{name}")
        self._recalled = Spill(job.folder, f"recalled-{name}")
        self._mentioned = Spill(job.folder, f"mentioned-{name}")
        self._ledger = Ledger(job.folder, name)
        self._meeting: Collection[int] | None = None
        """The hashed keys that several entries share, once that is known."""
        self._last: tuple[object, list[Batch]] = (None, [])
        """The block that was read again as a whole, and its tables."""
        self._spool = job.folder / f"{name}.spool"
        self._index = job.folder / f"{name}.index"
        self._by = job.by
        self._reader = BatchReader(attributes_read(every, job.by), read_as_bytes(every))
        self._evaluator = Evaluator(
            every,
            job.severities,
            scoping=Scoping(job.include, job.exclude),
            statistics=Statistics(AdviceStatistics(job.plan), job.by),
            findings=self._found,
            out_of_scope=self._left_out,
            ledger=self._ledger,
        )

    def read(self, number: int, partition: Partition) -> Outcome:
        """Examine every entry of a part."""
        outcome = Outcome(number, Counts())
        self._evaluator.counts = outcome.counts
        try:
            outcome.spool = None if partition.is_kept else str(self._spool)
            outcome.index = str(self._index) if partition.is_kept else None
            with (self._index if partition.is_kept else self._spool).open("ab") as file:
                for index, block in enumerate(partition.blocks()):
                    first = outcome.lines + 1
                    content = read_block(block, first, self._reader)
                    not_ready = self._examine(content.batches, first_ordinal(number, index))
                    outcome.shelf.append(
                        shelve(block, content, first, not_ready, file, is_kept=partition.is_kept)
                    )
                    outcome.tell(content.problems)
                    outcome.lines += content.lines
                    self._ledger.settle()
        except ChangeRecord as change:
            outcome.change = LineProblem(change.line, str(change))
        except OSError as error:
            outcome.problems.append(LineProblem(outcome.lines, f"cannot be read: {error.strerror}"))
        return outcome

    def recall(self, partition: Partition, outcome: Outcome, ordinals: Sequence[int]) -> None:
        """Read some entries of a part again, and remember what they mention that others do."""
        records: list[Record] = []
        for index, chosen in _by_block(ordinals):
            shelved, first = outcome.shelf[index], first_ordinal(outcome.partition, index)
            found = few_records(partition, outcome.index, shelved, chosen, first)
            records += found
            if not found:
                self._recall_block(partition, outcome, index, chosen)
            if sum(len(record.octets) for record in records) > _AT_ONCE:
                self._recall_records(partition, outcome, records)
                records = []
        self._recall_records(partition, outcome, records)

    def _recall_records(
        self, partition: Partition, outcome: Outcome, records: Sequence[Record]
    ) -> None:
        """Make one table of entries of several blocks."""
        page = self._reader.read_compiled(b"\n".join(one.octets for one in records), 1)
        if page and len(page.batches) == 1 and page.batches[0].size == len(records):
            [batch] = page.batches
            batch.lines = [one.line for one in records]
            not_ready = bits_of(number for number, one in enumerate(records) if one.is_not_ready)
            self._meet(batch, range(batch.size), [one.ordinal for one in records], not_ready)
            return
        for index, ordinals in _by_block(one.ordinal for one in records):  # the file has changed
            self._recall_block(partition, outcome, index, ordinals)

    def _recall_block(
        self, partition: Partition, outcome: Outcome, index: int, indexes: Sequence[int]
    ) -> None:
        shelved, first = outcome.shelf[index], first_ordinal(outcome.partition, index)
        before = 0
        for batch in self._again(partition, outcome, shelved, indexes):
            mine = [one - before for one in indexes if before <= one < before + batch.size]
            ordinals = range(first + before, first + before + batch.size)
            self._meet(batch, mine, ordinals, shelved.not_ready >> before)
            before += batch.size

    def _meet(
        self, batch: Batch, chosen: Sequence[int], ordinals: Sequence[int], not_ready: int
    ) -> None:
        """Remember some entries of a table, and which keys they mention that others do."""
        if self._meeting is None:
            self._meeting = meeting(self._folder)
        entries, holders = self._evaluator.holders(batch, chosen, ordinals, self._meeting)
        for number, entry in zip(chosen, entries, strict=True):
            wave = group_of(entry, self._by) if self._by else None
            counted = (entry.kind.value, suffix_of(entry), wave)
            is_not_ready = bool(not_ready >> number & 1)
            self._recalled.add(
                Recalled(entry.ordinal, is_not_ready, *counted, entry.guid, entry.line)
            )
        for holder in holders:
            self._mentioned.add((*holder[:-1], holder.kind.value))

    def settle(self) -> dict[str, Crash]:
        """Put everything on disk that is still in memory."""
        self._found.flush()
        self._left_out.flush()
        self._mentioned.flush()
        self._recalled.flush()
        self._ledger.flush()
        return self._evaluator.crashes

    def shared(self, portion: Portion) -> list[int]:
        """Find the keys of one portion of all ledgers that meet: see `ledger.shared`."""
        return shared(self._folder, portion)

    def _examine(self, batches: Iterable[Batch], ordinal: int) -> int:
        """Examine a block, whose first entry has this place; tells who has errors of their own."""
        not_ready = before = 0
        for batch in batches:
            not_ready |= self._evaluator.evaluate(batch, ordinal + before) << before
            before += batch.size
        return not_ready

    def _again(
        self, partition: Partition, outcome: Outcome, shelved: Shelved, ordinals: Sequence[int]
    ) -> list[Batch]:
        """A block, read again, with all that is known of some of its entries."""
        if shelved.is_plain and outcome.spool is None:
            return self._read_again(partition, shelved, ordinals)
        # a block that has to be read as a whole may be large, and asked for many times in a row
        which = (outcome.partition, shelved.offset)
        if self._last[0] != which:
            spool = outcome.spool
            batches = unspooled(spool, shelved) if spool else self._read_again(partition, shelved)
            self._last = (which, batches)
        return self._last[1]

    def _read_again(
        self, partition: Partition, shelved: Shelved, ordinals: Sequence[int] | None = None
    ) -> list[Batch]:
        octets = partition.block(shelved.offset, shelved.length)
        return read_again(octets, shelved.line, self._reader, ordinals)


def _by_block(ordinals: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
    """Sorted places of one part: the number of each block, and those of entries in it."""
    for index, group in groupby(map(position_of, ordinals), key=attrgetter("block")):
        yield index, [position.index for position in group]
