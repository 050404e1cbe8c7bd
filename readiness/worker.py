"""What one process does: reads parts of sources, examines entries, reads some of them again."""

from __future__ import annotations

import marshal
import re
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import attrgetter
from typing import IO, TYPE_CHECKING, NamedTuple

from readiness.check import Skip
from readiness.examine import Examiner, suffix_of
from readiness.found import Crash, Recalled
from readiness.groups import group_of
from readiness.ledger import Ledger, meeting, shared
from readiness.model import Entry, Severity, Tally
from readiness.muster import Muster
from readiness.notes import Notes
from readiness.place import first_place, place_of
from readiness.profile import KIND, slots
from readiness.programme import guards, small, wanted
from readiness.registry import by_id, installed, local
from readiness.sources.blocks import RECORD_MAX
from readiness.sources.harvest import Harvest, Page, starts_of
from readiness.sources.ldif import Change, Problem
from readiness.sources.sieve import Profile, Sieve
from readiness.spill import Spill
from readiness.survey import AnchorSurvey, shadows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from readiness.check import Check
    from readiness.model import Values
    from readiness.plan import Plan
    from readiness.sources import Part
    from readiness.sources.blocks import Block

TOO_LONG = (
    f"the record is longer than {RECORD_MAX // 1024 // 1024} MiB and is left out;"
    " is this an LDIF file?"
)
UNFINISHED = (
    "the last line has no line end, so the file may be cut short: export or copy it again,"
    " or end it with an empty line if it is complete"
)
NOT_UTF8 = (
    "the text from here on is not UTF-8, so some values cannot be read:"
    " export it again (ldifde -u, ldapsearch and ldbsearch write Unicode)"
)
_FOLDED_CHARACTER = re.compile(rb"([\xc0-\xff][\x80-\xbf]*)\n ([\x80-\xbf]+)")
PROBLEMS = 100
"""So many problems of a part are told one by one; the others are counted."""


@dataclass(frozen=True)
class Brief:
    """What a process has to know before it begins."""

    folder: Path
    """A folder for temporary files that nobody else can read."""
    plan: Plan
    severities: dict[str, Severity]
    """The severity of every check that is to run, by id."""
    check_files: tuple[Path, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    by: str | None = None
    """What users are counted by, beside kind and suffix: see `groups`."""

    def classes(self) -> dict[str, type[Check]]:
        """Every check there is, by id, whether it is to run or not."""
        return by_id([*installed(), *(c for path in self.check_files for c in local(path))])

    def checks(self) -> tuple[list[Check], dict[str, str]]:
        """The checks that can run, and for the others the reason why they cannot."""
        ready: list[Check] = []
        skipped: dict[str, str] = {}
        for name, check in self.classes().items():
            if name in self.severities:
                try:
                    ready.append(check(self.plan))
                except Skip as skip:
                    skipped[name] = str(skip)
        return ready, skipped

    def surveys(self, skipped: Iterable[str]) -> list[Check]:
        """The checks that are only counted, among them some that the plan makes skip."""
        return [AnchorSurvey(self.plan), *shadows(self.classes(), self.plan, skipped)]


class Shelved(NamedTuple):
    """Where a block can be read again."""

    offset: int
    length: int
    line: int
    """The number of its first line, counted from the beginning of the part."""
    is_exact: bool
    """Whether it was read the exact way, so that its records may not be counted by their dn."""
    spoilt: int
    """A bit for each record, the first one being the lowest: whether it has errors of its own."""


class Again(NamedTuple):
    """A record that was read again."""

    ordinal: int
    line: int
    dn: str
    values: dict[str, Values]
    is_plain: bool = False
    """Whether only what is kept of a plain entry was read."""


@dataclass
class Outcome:
    """What became of one part."""

    part: int
    tally: Tally
    lines: int = 0
    shelf: list[Shelved] = field(default_factory=list)
    spool: str | None = None
    """The file that keeps the records, where the part itself cannot be read again."""
    change: Problem | None = None
    """Set if the part is a list of changes; nothing after that line was read."""
    problems: list[Problem] = field(default_factory=list)
    unlisted: int = 0
    """The number of further problems."""


class Worker:
    """One process's share of a scan."""

    def __init__(self, brief: Brief, name: str) -> None:
        """Get ready; the name tells the files of this process from those of others."""
        checks, skipped = brief.checks()
        surveys = brief.surveys(skipped)
        every = (*checks, *surveys)
        self._folder = brief.folder
        self._found = Spill(brief.folder, f"found-{name}")
        self._left_out = Spill(brief.folder, f"left-out-{name}")
        self._recalled = Spill(brief.folder, f"recalled-{name}")
        self._mentioned = Spill(brief.folder, f"mentioned-{name}")
        self._ledger = Ledger(brief.folder, name)
        self._meeting: Collection[int] | None = None
        """The hashed keys that several entries share, once that is known."""
        self._spool = brief.folder / f"{name}.spool"
        self._by = brief.by
        notes = Notes(brief.plan)
        self._examiner = Examiner(
            checks,
            brief.severities,
            self._found,
            self._left_out,
            self._ledger,
            include=brief.include,
            exclude=brief.exclude,
            by=brief.by,
            surveys=surveys,
            notes=notes,
        )
        plain, absent = slots(every, brief.plan, brief.by) or ({}, frozenset())
        self._muster = Muster(plain, every, self._examiner, self._ledger, notes=notes, by=brief.by)
        self._harvest = Harvest(
            wanted(every, brief.by),
            guards(every, brief.by),
            small(every),
            Sieve(Profile(plain, absent, self._muster.objections)) if plain else None,
        )

    def read(self, number: int, part: Part) -> Outcome:
        """Examine every entry of a part."""
        outcome = Outcome(number, Tally())
        self._examiner.tally = outcome.tally
        try:
            with nullcontext() if part.is_kept else self._spool.open("ab") as spool:
                outcome.spool = str(self._spool) if spool else None
                for index, block in enumerate(part.blocks()):
                    page = self._page(block, outcome)
                    spoilt = self._examine(page, first_place(number, index), outcome)
                    outcome.shelf.append(self._shelved(block, page, outcome, spoilt, spool))
                    outcome.lines += page.lines
        except Change as change:
            outcome.change = Problem(change.line, str(change))
        except OSError as error:
            outcome.problems.append(Problem(outcome.lines, f"cannot be read: {error.strerror}"))
        self._ledger.settle()
        return outcome

    def recall(self, part: Part, outcome: Outcome, places: Sequence[int]) -> None:
        """Read some entries of a part again, and remember what they mention that others do."""
        if self._meeting is None:
            self._meeting = meeting(self._folder)
        for index, group in groupby(map(place_of, places), key=attrgetter("block")):
            shelved = outcome.shelf[index]
            ordinals = [place.ordinal for place in group]
            for again in self._again(part, outcome, shelved, ordinals):
                place, values = first_place(outcome.part, index) + again.ordinal, again.values
                entry = (
                    Entry(again.dn, KIND, values, place=place)
                    if again.is_plain
                    else self._examiner.entry(again.dn, values, place)
                )
                entry.line = again.line
                spoilt = bool(shelved.spoilt >> again.ordinal & 1)
                wave = group_of(entry, self._by) if self._by else None
                counted = (entry.kind.value, suffix_of(entry), wave)
                self._recalled.add(Recalled(place, spoilt, *counted, entry.guid, again.line))
                for mention in self._examiner.mentions(entry, values, self._meeting):
                    self._mentioned.add((*mention[:-1], mention.kind.value))

    def settle(self) -> dict[str, Crash]:
        """Put everything on disk that is still in memory."""
        self._found.flush()
        self._left_out.flush()
        self._mentioned.flush()
        self._recalled.flush()
        self._ledger.flush()
        return self._examiner.crashes

    def shared(self, number: int) -> list[int]:
        """Find the keys of one portion of the ledger that meet: see `ledger.shared`."""
        return shared(self._folder, number)

    def _page(self, block: Block, outcome: Outcome) -> Page:
        line = outcome.lines + 1
        if block.skipped:
            page = Page("\n" * block.skipped, line, [])
            page.problems.append(Problem(line, TOO_LONG))
            return page
        content, is_utf8 = _text_of(block.octets)
        page = self._harvest.sift(content, line)
        if not is_utf8:
            page.problems.append(Problem(line, NOT_UTF8))
        if content and not content.endswith("\n"):
            page.problems.append(Problem(line + page.lines, UNFINISHED))
        return page

    def _examine(self, page: Page, place: int, outcome: Outcome) -> int:
        """Examine the records of a page; tells which have errors of their own."""
        take, line_of, spoilt = self._examiner.take, page.line_of, 0
        for at, (dn, values) in zip(page.ordinals, page.records, strict=True):
            if not take(dn, values, place + at, line_of):
                spoilt |= 1 << at
        outcome.tally.entries += len(page.records)
        if page.plain:
            places = [place + at for at in page.plain.ordinals]
            self._muster.take(page.plain.columns, places, outcome.tally)
            outcome.tally.entries += len(places)
        room = max(PROBLEMS - len(outcome.problems), 0)
        outcome.problems += page.problems[:room]
        outcome.unlisted += len(page.problems[room:])
        return spoilt

    def _shelved(
        self, block: Block, page: Page, outcome: Outcome, spoilt: int, spool: IO[bytes] | None
    ) -> Shelved:
        line = outcome.lines + 1
        if spool is None:
            return Shelved(block.offset, len(block.octets), line, page.is_exact, spoilt)
        records = dict(zip(page.ordinals, page.records, strict=True))
        ordinals, columns = (page.plain.ordinals, page.plain.columns) if page.plain else ([], {})
        lines = [page.line_of(at) for at in range(len(records) + len(ordinals))]
        octets = marshal.dumps((records, list(ordinals), columns, lines))
        return Shelved(spool.tell(), spool.write(octets), line, page.is_exact, spoilt)

    def _again(
        self, part: Part, outcome: Outcome, shelved: Shelved, ordinals: Sequence[int]
    ) -> Iterator[Again]:
        """Some records of a block."""
        if outcome.spool is not None:
            with open(outcome.spool, "rb") as spool:  # noqa: PTH123 - a path as text is pickled
                spool.seek(shelved.offset)
                octets = spool.read(shelved.length)
            records, plain, columns, lines = marshal.loads(octets)  # noqa: S302 - our own
            for at in ordinals:
                if at in records:
                    yield Again(at, lines[at], *records[at])
                else:
                    values = self._muster.values(columns, plain.index(at))
                    yield Again(
                        at, lines[at], columns["dn"][plain.index(at)], values, is_plain=True
                    )
            return
        octets = part.block(shelved.offset, shelved.length)
        content, _ = _text_of(octets)
        if shelved.is_exact:
            page = self._harvest.read(content, shelved.line)
            yield from (Again(at, page.line_of(at), *page.records[at]) for at in ordinals)
            return
        starts = [*islice(starts_of(content), ordinals[-1] + 2), len(content)]
        wanted = "".join([content[starts[at] : starts[at + 1]] for at in ordinals])
        page = self._harvest.read(wanted, shelved.line)
        passed, line = 0, shelved.line
        for at, record in zip(ordinals, page.records, strict=True):
            line += content.count("\n", passed, starts[at])
            passed = starts[at]
            yield Again(at, line, *record)


def _text_of(octets: bytes) -> tuple[str, bool]:
    """The text of a block with LF line ends, and whether it really is UTF-8."""
    unix = octets.replace(b"\r", b"")
    try:
        return unix.decode(), True
    except UnicodeDecodeError:
        # a line may be folded in the middle of a character: move the fold behind it
        unix = _FOLDED_CHARACTER.sub(rb"\1\2\n ", unix)
    try:
        return unix.decode(), True
    except UnicodeDecodeError:
        return unix.decode("utf-8", "backslashreplace"), False
