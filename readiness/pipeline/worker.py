"""What one process does: reads parts of sources, examines entries, reads some of them again."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from readiness.advice.statistics import Notes
from readiness.columns.bitset import bits_of
from readiness.evaluation.evaluator import Examiner
from readiness.evaluation.projection import octets, wanted
from readiness.evaluation.statistics import Census, suffix_of
from readiness.evaluation.waves import group_of
from readiness.model.entry import Tally
from readiness.sources.ldif.batch_reader import Harvest
from readiness.sources.ldif.block_reader import page_of, tables_again
from readiness.sources.ldif.record_reader import Change, Problem
from readiness.storage.block_index import Record, Shelved, few_records, shelve, unspooled
from readiness.storage.place import first_place, place_of
from readiness.storage.rows import Crash, Recalled
from readiness.storage.sorted_runs import Spill
from readiness.uniqueness.key_index import Ledger, meeting, shared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from readiness.columns.batch import Table
    from readiness.pipeline.job import Brief
    from readiness.sources.source import Part
    from readiness.uniqueness.key_index import Portion

_AT_ONCE = 4 * 1024 * 1024
"""So many octets of single entries are read again at once."""
PROBLEMS = 100
"""So many problems of a part are told one by one; the others are counted."""


@dataclass
class Outcome:
    """What became of one part."""

    part: int
    tally: Tally
    lines: int = 0
    shelf: list[Shelved] = field(default_factory=list)
    spool: str | None = None
    """The file that keeps the records, where the part itself cannot be read again."""
    index: str | None = None
    """The file that tells where the records are, where it can."""
    change: Problem | None = None
    """Set if the part is a list of changes; nothing after that line was read."""
    problems: list[Problem] = field(default_factory=list)
    unlisted: int = 0
    """The number of further problems."""

    def tell(self, problems: Sequence[Problem]) -> None:
        """Take down problems, as long as there is room."""
        room = max(PROBLEMS - len(self.problems), 0)
        self.problems += problems[:room]
        self.unlisted += len(problems[room:])


class Worker:
    """One process's share of a scan."""

    def __init__(self, brief: Brief, name: str) -> None:
        """Get ready; the name tells the files of this process from those of others."""
        checks, skipped = brief.checks()
        every = (*checks, *brief.surveys(skipped))
        self._folder = brief.folder
        self._found = Spill(brief.folder, f"found-{name}")
        self._left_out = Spill(brief.folder, f"left-out-{name}")
        self._recalled = Spill(brief.folder, f"recalled-{name}")
        self._mentioned = Spill(brief.folder, f"mentioned-{name}")
        self._ledger = Ledger(brief.folder, name)
        self._meeting: Collection[int] | None = None
        """The hashed keys that several entries share, once that is known."""
        self._last: tuple[object, list[Table]] = (None, [])
        """The block that was read again as a whole, and its tables."""
        self._spool = brief.folder / f"{name}.spool"
        self._index = brief.folder / f"{name}.index"
        self._by = brief.by
        self._harvest = Harvest(wanted(every, brief.by), octets(every))
        self._examiner = Examiner(
            every,
            brief.severities,
            found=self._found,
            left_out=self._left_out,
            ledger=self._ledger,
            census=Census(Notes(brief.plan), brief.by),
            include=brief.include,
            exclude=brief.exclude,
        )

    def read(self, number: int, part: Part) -> Outcome:
        """Examine every entry of a part."""
        outcome = Outcome(number, Tally())
        self._examiner.tally = outcome.tally
        try:
            outcome.spool = None if part.is_kept else str(self._spool)
            outcome.index = str(self._index) if part.is_kept else None
            with (self._index if part.is_kept else self._spool).open("ab") as file:
                for index, block in enumerate(part.blocks()):
                    first = outcome.lines + 1
                    page = page_of(block, first, self._harvest)
                    spoilt = self._examine(page.tables, first_place(number, index))
                    outcome.shelf.append(
                        shelve(block, page, first, spoilt, file, is_kept=part.is_kept)
                    )
                    outcome.tell(page.problems)
                    outcome.lines += page.lines
                    self._ledger.settle()
        except Change as change:
            outcome.change = Problem(change.line, str(change))
        except OSError as error:
            outcome.problems.append(Problem(outcome.lines, f"cannot be read: {error.strerror}"))
        return outcome

    def recall(self, part: Part, outcome: Outcome, places: Sequence[int]) -> None:
        """Read some entries of a part again, and remember what they mention that others do."""
        records: list[Record] = []
        for index, ordinals in _by_block(places):
            shelved, first = outcome.shelf[index], first_place(outcome.part, index)
            found = few_records(part, outcome.index, shelved, ordinals, first)
            records += found
            if not found:
                self._recall_block(part, outcome, index, ordinals)
            if sum(len(record.octets) for record in records) > _AT_ONCE:
                self._recall_records(part, outcome, records)
                records = []
        self._recall_records(part, outcome, records)

    def _recall_records(self, part: Part, outcome: Outcome, records: Sequence[Record]) -> None:
        """Make one table of entries of several blocks."""
        page = self._harvest.read_at_once(b"\n".join(one.octets for one in records), 1)
        if page and len(page.tables) == 1 and page.tables[0].size == len(records):
            [table] = page.tables
            table.lines = [one.line for one in records]
            spoilt = bits_of(number for number, one in enumerate(records) if one.is_spoilt)
            self._meet(table, range(table.size), [one.place for one in records], spoilt)
            return
        for index, ordinals in _by_block(one.place for one in records):  # the file has changed
            self._recall_block(part, outcome, index, ordinals)

    def _recall_block(
        self, part: Part, outcome: Outcome, index: int, ordinals: Sequence[int]
    ) -> None:
        shelved, first = outcome.shelf[index], first_place(outcome.part, index)
        before = 0
        for table in self._again(part, outcome, shelved, ordinals):
            mine = [one - before for one in ordinals if before <= one < before + table.size]
            places = range(first + before, first + before + table.size)
            self._meet(table, mine, places, shelved.spoilt >> before)
            before += table.size

    def _meet(
        self, table: Table, chosen: Sequence[int], places: Sequence[int], spoilt: int
    ) -> None:
        """Remember some entries of a table, and which keys they mention that others do."""
        if self._meeting is None:
            self._meeting = meeting(self._folder)
        entries, mentions = self._examiner.meet(table, chosen, places, self._meeting)
        for number, entry in zip(chosen, entries, strict=True):
            wave = group_of(entry, self._by) if self._by else None
            counted = (entry.kind.value, suffix_of(entry), wave)
            is_spoilt = bool(spoilt >> number & 1)
            self._recalled.add(Recalled(entry.place, is_spoilt, *counted, entry.guid, entry.line))
        for mention in mentions:
            self._mentioned.add((*mention[:-1], mention.kind.value))

    def settle(self) -> dict[str, Crash]:
        """Put everything on disk that is still in memory."""
        self._found.flush()
        self._left_out.flush()
        self._mentioned.flush()
        self._recalled.flush()
        self._ledger.flush()
        return self._examiner.crashes

    def shared(self, portion: Portion) -> list[int]:
        """Find the keys of one portion of all ledgers that meet: see `ledger.shared`."""
        return shared(self._folder, portion)

    def _examine(self, tables: Iterable[Table], place: int) -> int:
        """Examine a block, whose first entry has this place; tells who has errors of their own."""
        spoilt = before = 0
        for table in tables:
            spoilt |= self._examiner.take(table, place + before) << before
            before += table.size
        return spoilt

    def _again(
        self, part: Part, outcome: Outcome, shelved: Shelved, ordinals: Sequence[int]
    ) -> list[Table]:
        """A block, read again, with all that is known of some of its entries."""
        if shelved.is_plain and outcome.spool is None:
            return self._read_again(part, shelved, ordinals)
        # a block that has to be read as a whole may be large, and asked for many times in a row
        which = (outcome.part, shelved.offset)
        if self._last[0] != which:
            spool = outcome.spool
            tables = unspooled(spool, shelved) if spool else self._read_again(part, shelved)
            self._last = (which, tables)
        return self._last[1]

    def _read_again(
        self, part: Part, shelved: Shelved, ordinals: Sequence[int] | None = None
    ) -> list[Table]:
        octets = part.block(shelved.offset, shelved.length)
        return tables_again(octets, shelved.line, self._harvest, ordinals)


def _by_block(places: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
    """Sorted places of one part: the number of each block, and those of entries in it."""
    for index, group in groupby(map(place_of, places), key=attrgetter("block")):
        yield index, [place.ordinal for place in group]
