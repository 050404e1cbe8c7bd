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
    left = _shares(result)
    for finding in result.findings():
        if finding.state is None and left.get(finding.check, 0) > 0:
            left[finding.check] -= 1
            yield finding


def _shares(result: Result) -> dict[str, int]:
    """How many findings of each check are annotated.

    The checks take turns, so that a check with thousands of findings hides no other one.
    """
    room = dict.fromkeys(Severity, MOST - 1)  # one of each level is kept for the summary
    shares = {check.id: 0 for check in result.checks}
    is_growing = True
    while is_growing:
        is_growing = False
        for check in result.checks:
            if shares[check.id] < check.counting and room[check.severity] > 0:
                shares[check.id] += 1
                room[check.severity] -= 1
                is_growing = True
    return shares


def heading(finding: FindingRow) -> str:
    """The check and the object."""
    return f"{finding.check}: {shown(finding.dn)}" if finding.dn else finding.check


def sentence(finding: FindingRow) -> str:
    """What is wrong, and what would be right."""
    value = "" if finding.value is None else f" “{shown(finding.value)}”"
    proposal = "" if finding.proposal is None else f" → “{shown(finding.proposal)}”"
    return f"{finding.attribute}{value} {shown(finding.message)}{proposal}"


def summary(result: Result) -> Iterator[str]:
    """The verdict with its reasons, and then each warning about the result."""
    share = f"{result.ready:,} of {result.in_scope:,} objects ready"
    counts = ", ".join(
        counted(number, severity.label) for severity, number in result.by_severity().items()
    )
    reasons = "; ".join(map(shown, result.gate.reasons)) or "nothing in the way"
    yield f"{result.verdict}: {reasons} ({share}; {counts})"
    yield from map(shown, result.warnings)
