"""The partitions of the sources of a scan: which is which, and what became of each."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from readiness.errors import SourceError, UsageError
from readiness.model.counts import Counts
from readiness.pipeline.partitioning.export_contents import (
    ExportContents,
    lost_entries,
    suspicious_size,
)
from readiness.pipeline.partitioning.export_judgement import ExportJudgement, judge_export
from readiness.pipeline.partitioning.named_attributes import doubtful_attributes
from readiness.pipeline.partitioning.partition_outcome import PROBLEMS, WARNINGS, candidates_of
from readiness.pipeline.result import SourceOutcome
from readiness.storage.ordinal import partition_of
from readiness.storage.sorted_runs import write_rows

if TYPE_CHECKING:
    from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from readiness.checking.check import Check
    from readiness.model.finding import Severity
    from readiness.model.plan import Plan
    from readiness.pipeline.partitioning.partition_outcome import PartitionOutcome
    from readiness.sources.source import Partition, Source

_COUNTED = Counts()
"""What is left of the counts of a partition: those of thousands would take much memory."""


class Origin(NamedTuple):
    """Where a partition is from."""

    location: str
    lines_before: int | None
    """Those of its source that come before it; None where a source has no lines."""
    unasked: AbstractSet[str]
    """The checks whose findings there do not count, since the source lacks what they read."""


class MissingAttributes(NamedTuple):
    """Why a check cannot be asked."""

    text: str
    """Which source lacks what."""
    is_everywhere: bool
    """Whether every source that holds anything lacks it."""


class Partitions:
    """The partitions of all sources, numbered in their order."""

    def __init__(self, sources: Sequence[Source], jobs: int) -> None:
        """Take the sources, and how many processes will share each of them.

        Raises:
            UsageError: two of the sources are one.
        """
        _refuse_twins(sources)
        self._sources = sources
        self._jobs = jobs
        self._findings: list[Counter[tuple[str, Severity]]] = [Counter() for _ in sources]
        """By source, the findings of each check about single entries."""
        self._contents = [ExportContents() for _ in sources]
        self.warnings: list[str] = []
        """What somebody should know of the sources."""
        self.sources = [SourceOutcome(source.location, source.kind) for source in sources]
        """What became of each source."""
        self._source_of: list[int] = []
        """The index of the source of each partition."""
        self._outcomes: dict[int, PartitionOutcome] = {}
        self.judgements = [ExportJudgement() for _ in sources]
        """What follows from what each source holds, once all are read and judged."""

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
        index = self._source_of[outcome.number]
        self.sources[index].entries += counts.entries
        self._findings[index].update(counts.findings)
        self._contents[index] += outcome.contents
        outcome.contents = ExportContents()
        return counts

    def judge(self, checks: Sequence[Check], exported: tuple[str, ...] | None) -> None:
        """Find out which checks cannot be asked about which source.

        `exported` are the attributes that somebody said the exports were asked for.

        Raises:
            UsageError: two sources hold the same objects.
        """
        self._refuse_copies()
        # in order, so that the last partition of a source has the last word
        endings = {
            self._source_of[number]: outcome.ending
            for number, outcome in sorted(self._outcomes.items())
        }
        damaged = {
            self._source_of[number]
            for number, outcome in self._outcomes.items()
            if outcome.problems or outcome.change
        }
        for index, source in enumerate(self._sources):
            if source.kind == "ldap":
                continue  # the scan itself has asked for what it needs, in pages
            contents, outcome = self._contents[index], self.sources[index]
            if index in damaged:  # an entry that lost its lines there is told with these lines
                contents.unclassified = contents.accounts
            judgement = judge_export(contents, exported or source.declared_attributes, checks)
            self.judgements[index] = judgement
            ending = endings.get(index, b"")
            lost = lost_entries(outcome.entries, ending)
            problems = (*judgement.cuts, *judgement.lacks, *([lost] if lost else ()))
            outcome.problems += [f"{source.location}: {text}" for text in problems]
            outcome.unexported = len(judgement.lacks)
            size = suspicious_size(outcome.entries, ending)
            warnings = (*judgement.warnings, *([size] if size else ()))
            self.warnings += [f"{source.location}: {text}" for text in warnings]

    def warn_of_named(self, plan: Plan, exported: tuple[str, ...], checks: Sequence[Check]) -> None:
        """Warn of attributes that somebody named and that nothing was found of."""
        held = frozenset[str]().union(*(contents.held for contents in self._contents))
        if held:  # else nothing was read, and nobody can tell
            self.warnings += doubtful_attributes(plan, exported, held, checks)

    def _refuse_copies(self) -> None:
        known: dict[tuple[int, int], str] = {}
        for source, contents in zip(self.sources, self._contents, strict=True):
            other = known.setdefault((contents.guids, contents.object_sum), source.location)
            # without GUIDs, nothing tells a copy from another export
            if contents.guids and other != source.location:
                raise UsageError(
                    f"{source.location} holds the same objects as {other}: name one of them"
                )

    def missing_at(self, ordinal: int) -> Container[str]:
        """The checks that cannot be asked about the source of an entry."""
        return self.judgements[self._source_of[partition_of(ordinal)]].missing

    def findings_unasked(self) -> Counter[tuple[str, Severity]]:
        """The findings that do not count, by check and severity."""
        unasked: Counter[tuple[str, Severity]] = Counter()
        for judgement, findings in zip(self.judgements, self._findings, strict=True):
            unasked.update({key: findings[key] for key in findings if key[0] in judgement.missing})
        return unasked

    def missing(self, check: str) -> MissingAttributes | None:
        """What keeps a check from being asked, if anything does."""
        texts = [
            f"{source.location} holds no {', '.join(judgement.missing[check])}"
            for source, judgement in zip(self.sources, self.judgements, strict=True)
            if check in judgement.missing
        ]
        holding = sum(1 for source in self.sources if source.entries)
        return MissingAttributes("; ".join(texts), len(texts) == holding) if texts else None

    def with_candidates(
        self, candidates: Iterable[tuple[int, int]], folder: Path
    ) -> Iterator[tuple[int, int]]:
        """The partitions that hold candidates, and their sources; a file is written for each.

        `candidates` are ordinals beside shared hashes, sorted; not in memory, for they may be many.
        """
        for number, of_partition in groupby(candidates, key=lambda row: partition_of(row[0])):
            if number in self._outcomes:  # it was not lost with its process
                write_rows(candidates_of(folder, number), of_partition)
                yield number, self._source_of[number]

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
                # first: it explains the others, and is told however many they are
                problems = [outcome.change, *problems]
            if outcome.failure:
                failure = f"{source.location}: {outcome.failure}"
                if failure not in source.problems:  # each range of a file may tell the same
                    source.problems.append(failure)
            room = max(PROBLEMS - len(source.problems), 0)
            source.problems += [self._worded(number, *problem) for problem in problems[:room]]
            source.unlisted += len(problems[room:]) + outcome.unlisted
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
        location, lines_before, _ = self.origins[number]
        where = "" if lines_before is None else f":{lines_before + line}"
        return f"{location}{where}: {message}"

    @cached_property
    def origins(self) -> Sequence[Origin]:
        """Where each partition is from; to be asked when all of them are read."""
        passed = [0] * len(self.sources)
        origins = []
        for number, index in enumerate(self._source_of):
            source, outcome = self.sources[index], self._outcomes.get(number)
            lines_before = None if source.kind == "ldap" else passed[index]
            unasked = frozenset(self.judgements[index].missing)
            origins.append(Origin(source.location, lines_before, unasked))
            passed[index] += outcome.lines if outcome else 0
        return origins


def _refuse_twins(sources: Sequence[Source]) -> None:
    """Refuse one file that is named twice, as a link may do: every object would be a duplicate."""
    known: dict[Hashable, str] = {}
    for source in sources:
        if source.identity in known:
            raise UsageError(
                f"{source.location} and {known[source.identity]} are one source: name it once"
            )
        known[source.identity] = source.location
