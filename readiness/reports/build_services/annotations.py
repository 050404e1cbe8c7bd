"""What annotations say, and how many of them a build service shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.model.finding import Severity
from readiness.model.wording import counted
from readiness.reports.escaping import shown
from readiness.reports.texts.answer import answer
from readiness.reports.texts.phrases import plain_text
from readiness.reports.texts.statements import gate_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result


MOST = 10
"""GitHub shows ten errors, ten warnings and ten notices of a step.

https://github.com/orgs/community/discussions/26680
"""
_SUMMARY = 2
"""The verdict and the gate, which come last."""


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
    room = dict.fromkeys(Severity, MOST - _SUMMARY)
    shares = {check.id: 0 for check in result.checks}  # in the order of the report
    is_growing = True
    while is_growing:
        is_growing = False
        for check in result.checks:
            if shares[check.id] < check.counting and room[check.gravest] > 0:
                shares[check.id] += 1
                room[check.gravest] -= 1
                is_growing = True
    return shares


def summary(result: Result) -> Iterator[str]:
    """The verdict and the gate, which are two things, and then each warning about the result."""
    said = answer(result)
    severities = result.by_severity().items()
    counts = ", ".join(counted(number, severity.label) for severity, number in severities)
    sentence = " ".join(filter(None, [said.sentence, said.then]))
    yield shown(f"{said.directory.word}: {plain_text(sentence)} ({counts})")
    yield shown(gate_line(result))
    yield from map(shown, result.warnings)
