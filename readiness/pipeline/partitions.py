"""The parts of the sources of a scan: which is which, and what became of each."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby, islice
from typing import TYPE_CHECKING

from readiness.errors import SourceError
from readiness.model.entry import Tally
from readiness.pipeline.result import SourceOutcome
from readiness.pipeline.worker import PROBLEMS
from readiness.storage.place import part_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readiness.pipeline.worker import Outcome
    from readiness.sources.source import Part, Source

_COUNTED = Tally()
"""What is left of the counts of a part: those of thousands would take much memory."""
_RECALLED = 1000
"""So many entries are read again in one task."""


class Parts:
    """The parts of all sources, numbered in their order."""

    def __init__(self, sources: Sequence[Source], jobs: int) -> None:
        """Take the sources, and how many processes will share each of them."""
        self._sources = sources
        self._jobs = jobs
        self.sources = [SourceOutcome(one.location, one.kind) for one in sources]
        """What became of each source."""
        self._parts: list[tuple[int, Part | None]] = []
        """The source of each part, and the part itself if it can be read again."""
        self._read: dict[int, Outcome] = {}

    def __iter__(self) -> Iterator[tuple[int, Part]]:
        """The parts, numbered; a source that breaks is told, and the next begins. Only once."""
        for index, source in enumerate(self._sources):
            try:
                for part in source.parts(self._jobs):
                    self._parts.append((index, part if part.is_kept else None))
                    yield len(self._parts) - 1, part
            except SourceError as error:
                self.sources[index].problems.append(str(error))

    def take(self, outcome: Outcome) -> Tally:
        """Remember what became of a part; returns its counts, which are not kept."""
        tally, outcome.tally = outcome.tally, _COUNTED
        self._read[outcome.part] = outcome
        self.sources[self._parts[outcome.part][0]].entries += tally.entries
        return tally

    def again(self, places: Iterator[int]) -> Iterator[tuple[Part | None, Outcome, list[int]]]:
        """Entries that are to be read again, by their places, some of one part at a time."""
        for number, mine in groupby(places, key=part_of):
            while number in self._read and (some := list(islice(mine, _RECALLED))):
                yield self._parts[number][1], self._read[number], some

    def tell_problems(self) -> None:
        """Put the problems of the parts into the words of their sources, with their lines."""
        changed: set[int] = set()
        for number, first_line in enumerate(self._first_lines):
            index = self._parts[number][0]
            source, outcome = self.sources[index], self._read.get(number)
            if outcome is None or index in changed:
                continue
            problems = outcome.problems
            if outcome.change:
                changed.add(index)
                problems = [*problems, outcome.change]
            for line, message in problems[: max(PROBLEMS - len(source.problems), 0)]:
                place = f":{first_line + line}" if source.kind == "ldif" else ""
                source.problems.append(f"{source.location}{place}: {message}")
            source.unlisted += outcome.unlisted

    def origins(self) -> Sequence[tuple[str, int | None]]:
        """For each part the location of its source and, in a file, the lines before it."""
        sources = [self.sources[index] for index, _ in self._parts]
        return [
            (source.location, first if source.kind == "ldif" else None)
            for source, first in zip(sources, self._first_lines, strict=True)
        ]

    @cached_property
    def _first_lines(self) -> Sequence[int]:
        """The number of lines before each part in its source, once all of them are read."""
        passed = [0] * len(self.sources)
        first = []
        for number, (index, _) in enumerate(self._parts):
            first.append(passed[index])
            outcome = self._read.get(number)
            passed[index] += outcome.lines if outcome else 0
        return first
