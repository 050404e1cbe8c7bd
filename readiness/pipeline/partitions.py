"""The partitions of the sources of a scan: which is which, and what became of each."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from readiness.errors import SourceError
from readiness.model.counts import Counts
from readiness.pipeline.result import SourceOutcome
from readiness.pipeline.worker import PROBLEMS, WARNINGS, candidates_of
from readiness.storage.ordinal import partition_of
from readiness.storage.sorted_runs import write_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from readiness.pipeline.worker import PartitionOutcome
    from readiness.sources.source import Partition, Source

_COUNTED = Counts()
"""What is left of the counts of a partition: those of thousands would take much memory."""


class Origin(NamedTuple):
    """Where a partition is from."""

    location: str
    lines_before: int | None
    """Those of its source that come before it; None where a source has no lines."""


class Partitions:
    """The partitions of all sources, numbered in their order."""

    def __init__(self, sources: Sequence[Source], jobs: int) -> None:
        """Take the sources, and how many processes will share each of them."""
        self._sources = sources
        self._jobs = jobs
        self.sources = [SourceOutcome(source.location, source.kind) for source in sources]
        """What became of each source."""
        self._source_of: list[int] = []
        """The index of the source of each partition."""
        self._outcomes: dict[int, PartitionOutcome] = {}

    def __iter__(self) -> Iterator[tuple[int, Partition]]:
        """The partitions, numbered, but once; a source that breaks is told, and the next begins."""
        for index, source in enumerate(self._sources):
            try:
                for partition in source.partitions(self._jobs):
                    self._source_of.append(index)
                    yield len(self._source_of) - 1, partition
            except SourceError as error:
                self.sources[index].problems.append(str(error))
            self.sources[index].kind = source.kind  # an export tells its kind when it is read

    def take(self, outcome: PartitionOutcome) -> Counts:
        """Take note of what became of a partition; returns its counts, which are not kept."""
        counts, outcome.counts = outcome.counts, _COUNTED
        self._outcomes[outcome.number] = outcome
        self.sources[self._source_of[outcome.number]].entries += counts.entries
        return counts

    def with_candidates(
        self, candidates: Iterable[tuple[int, int]], folder: Path
    ) -> Iterator[tuple[int]]:
        """The partitions that hold candidates, which are written to a file for each of them.

        `candidates` are ordinals beside shared hashes, sorted; not in memory, for they may be many.
        """
        for number, of_partition in groupby(candidates, key=lambda row: partition_of(row[0])):
            if number in self._outcomes:  # it was not lost with its process
                write_rows(candidates_of(folder, number), of_partition)
                yield (number,)

    def numbers(self) -> Iterator[int]:
        """The numbers of the partitions that were evaluated, and not lost with their process."""
        return iter(sorted(self._outcomes))

    def tell_problems(self) -> None:
        """Put problems and warnings of partitions into the words of their sources, with lines."""
        changed: set[int] = set()
        warnings = [0] * len(self.sources)
        for number, index in enumerate(self._source_of):
            source, outcome = self.sources[index], self._outcomes.get(number)
            if outcome is None or index in changed:
                continue
            problems = outcome.problems
            if outcome.change:
                changed.add(index)  # one list of changes has thousands of them
                problems = [*problems, outcome.change]
            room = max(PROBLEMS - len(source.problems), 0)
            source.problems += [self._worded(number, *problem) for problem in problems[:room]]
            source.unlisted += outcome.unlisted
            room = max(WARNINGS - warnings[index], 0)
            self._sources[index].warnings.extend(
                self._worded(number, *warning) for warning in outcome.warnings[:room]
            )
            warnings[index] += len(outcome.warnings) + outcome.unlisted_warnings
        for directory, count in zip(self._sources, warnings, strict=True):
            if count > WARNINGS:
                more = f"{count - WARNINGS:,} further lines that no check reads are left out"
                directory.warnings.append(f"{directory.location}: {more}")

    def _worded(self, number: int, line: int, message: str) -> str:
        location, lines_before = self.origins[number]
        where = "" if lines_before is None else f":{lines_before + line}"
        return f"{location}{where}: {message}"

    @cached_property
    def origins(self) -> Sequence[Origin]:
        """Where each partition is from; to be asked when all of them are read."""
        passed = [0] * len(self.sources)
        origins = []
        for number, index in enumerate(self._source_of):
            source, outcome = self.sources[index], self._outcomes.get(number)
            has_lines = source.kind != "ldap"
            origins.append(Origin(source.location, passed[index] if has_lines else None))
            passed[index] += outcome.lines if outcome else 0
        return origins
