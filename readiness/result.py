"""What a scan has found, for reports: counts, and streams that can be read again and again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from readiness.model import Severity, Tally
from readiness.spill import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from readiness.doc import Doc
    from readiness.gate import Gate
    from readiness.plan import Plan


FINDINGS, LEFT_OUT = "findings", "left-out"
"""The files that hold the streams of a result, in its folder."""


class Reported(NamedTuple):
    """A finding with all that a report says of it."""

    check: str
    severity: Severity
    dn: str
    kind: str
    guid: str | None
    attribute: str
    value: str | None
    message: str
    proposal: str | None
    related: tuple[str, ...]
    source: str
    line: int | None
    fingerprint: str


class LeftOut(NamedTuple):
    """An entry that the sync engine leaves out, and why."""

    dn: str
    kind: str
    reason: str


@dataclass(frozen=True)
class CheckOutcome:
    """What became of one check."""

    id: str
    severity: Severity
    status: str
    """`ran`, `skipped` or `crashed`."""
    reason: str | None
    findings: int
    doc: Doc


@dataclass
class SourceOutcome:
    """What became of one source."""

    location: str
    kind: str
    entries: int = 0
    problems: list[str] = field(default_factory=list)
    unlisted: int = 0
    """The number of problems that are not told one by one."""

    @property
    def is_complete(self) -> bool:
        """Whether everything in the source was read."""
        return not self.problems


@dataclass(frozen=True)
class Result:
    """The outcome of a scan; its streams last as long as its temporary folder."""

    plan: Plan
    seconds: float
    sources: tuple[SourceOutcome, ...]
    checks: tuple[CheckOutcome, ...]
    tally: Tally
    gate: Gate
    trouble: tuple[str, ...]
    """What went wrong beside the sources: a check that crashed, a process that died."""
    folder: Path

    @property
    def is_complete(self) -> bool:
        """Whether everything was read and every check ran to its end."""
        return not self.trouble and all(source.is_complete for source in self.sources)

    @property
    def in_scope(self) -> int:
        """The number of entries that the sync engine takes in."""
        return sum(self.tally.in_scope.values())

    @property
    def ready(self) -> int:
        """The number of entries in scope without an error."""
        return self.in_scope - sum(self.tally.not_ready.values())

    def by_severity(self) -> dict[Severity, int]:
        """The number of findings of each severity, the highest first."""
        counts = dict.fromkeys(sorted(Severity, reverse=True), 0)
        for check in self.checks:
            counts[check.severity] += check.findings
        return counts

    def findings(self) -> Iterator[Reported]:
        """The findings in the order of the report."""
        for row in read(self.folder / FINDINGS):
            yield Reported(row[0], Severity(row[1]), *row[2:])

    def left_out(self) -> Iterator[LeftOut]:
        """The entries that are out of scope, by DN."""
        for row in read(self.folder / LEFT_OUT):
            yield LeftOut(*row)
