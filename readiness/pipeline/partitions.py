"""The parts of the sources of a scan: which is which, and what became of each."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby, islice
from typing import TYPE_CHECKING

from readiness.errors import SourceError
from readiness.model.counts import Counts
from readiness.pipeline.result import SourceOutcome
from readiness.pipeline.worker import PROBLEMS
from readiness.storage.ordinal import partition_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readiness.pipeline.worker import Outcome
    from readiness.sources.source import Partition, Source

_COUNTED = Counts()
"""What is left of the counts of a part: those of thousands would take much memory."""
_RECALLED = 1000
"""So many entries are read again in one task."""


class Partitions:
    """The parts of all sources, numbered in their order."""

    def __init__(self, sources: Sequence[Source], jobs: int) -> None:
        """Take the sources, and how many processes will share each of them."""
        self._sources = sources
        self._jobs = jobs
        self.sources = [SourceOutcome(one.location, one.kind) for one in sources]
        """What became of each source."""
        self._parts: list[tuple[int, Partition | None]] = []
        """The source of each part, and the part itself if it can be read again."""
        self._read: dict[int, Outcome] = {}

    def __iter__(self) -> Iterator[tuple[int, Partition]]:
        """The parts, numbered; a source that breaks is told, and the next begins. Only once."""
        for index, source in enumerate(self._sources):
            try:
                for partition in source.partitions(self._jobs):
                    self._parts.append((index, partition if partition.is_kept else None))
                    yield len(self._parts) - 1, partition
            except SourceError as error:
                self.sources[index].problems.append(str(error))

    def take(self, outcome: Outcome) -> Counts:
        """Remember what became of a part; returns its counts, which are not kept."""
        counts, outcome.counts = outcome.counts, _COUNTED
        self._read[outcome.partition] = outcome
        self.sources[self._parts[outcome.partition][0]].entries += counts.entries
        return counts

    def again(
        self, ordinals: Iterator[int]
    ) -> Iterator[tuple[Partition | None, Outcome, list[int]]]:
        """Entries that are to be read again, by their places, some of one part at a time."""
        for number, mine in groupby(ordinals, key=partition_of):
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
                ordinal = f":{first_line + line}" if source.kind == "ldif" else ""
                source.problems.append(f"{source.location}{ordinal}: {message}")
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
