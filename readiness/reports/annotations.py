"""What annotations say, and how many of them a build service shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.model.finding import Severity
from readiness.model.wording import counted
from readiness.reports.escaping import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result


MOST = 10
"""GitHub shows ten errors, ten warnings and ten notices of a step.

https://github.com/orgs/community/discussions/26680
"""


def annotated(result: Result) -> Iterator[FindingRow]:
    """The findings to annotate, of those that count: one of every check before a second of any."""
    wanted = _rounds(result, dict.fromkeys(Severity, MOST - 1))  # the last one is the summary
    for finding in result.findings():
        if finding.state is None and wanted.get(finding.check, 0) > 0:
            wanted[finding.check] -= 1
            yield finding


def _rounds(result: Result, left: dict[Severity, int]) -> dict[str, int]:
    """How many findings of each check are annotated."""
    wanted: dict[str, int] = {}
    counting = {check.id: check.counting for check in result.checks}
    while True:
        before = sum(wanted.values())
        for check in result.checks:
            if wanted.get(check.id, 0) < counting[check.id] and left[check.severity] > 0:
                wanted[check.id] = wanted.get(check.id, 0) + 1
                left[check.severity] -= 1
        if sum(wanted.values()) == before:
            return wanted


def heading(finding: FindingRow) -> str:
    """The check and the object."""
    return f"{finding.check}: {shown(finding.dn)}" if finding.dn else finding.check


def sentence(finding: FindingRow) -> str:
    """What is wrong, and what would be right."""
    value = "" if finding.value is None else f" “{shown(finding.value)}”"
    fix = "" if finding.proposal is None else f" → “{shown(finding.proposal)}”"
    return f"{finding.attribute}{value} {shown(finding.message)}{fix}"


def summary(result: Result) -> Iterator[str]:
    """The verdict with its reasons, in one text."""
    share = f"{result.ready:,} of {result.in_scope:,} objects ready"
    counts = ", ".join(
        counted(number, severity.label) for severity, number in result.by_severity().items()
    )
    reasons = "; ".join(map(shown, result.gate.reasons)) or "nothing in the way"
    yield f"{result.gate.verdict}: {reasons} ({share}; {counts})"
    yield from map(shown, result.warnings)
