"""A comparison for the terminal."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TextIO

from readiness.reports.comparison.comparison import LISTED, NOT_ASKED_THE_SAME
from readiness.reports.escaping import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.model.finding import FindingRow
    from readiness.reports.comparison.change import Readiness
    from readiness.reports.comparison.comparison import Comparison


def write_text(comparison: Comparison, file: TextIO) -> None:
    """Write the summary that a person reads in the terminal."""
    file.writelines(f"{line}\n" for line in _lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    total = comparison.total
    if unlike := comparison.differences.texts:
        yield f"{NOT_ASKED_THE_SAME} Whether it became better, no number says:"
        yield from (f"  {shown(text)}" for text in unlike)
    yield f"ready: {_ready(comparison.before)}, then {_ready(comparison.now)}"
    yield total.sentence
    yield from (f"warning: {shown(warning)}" for warning in comparison.warnings())
    changed = [(it, change) for it, change in comparison.by_check.items() if change[:2] != (0, 0)]
    if changed:
        yield ""
        width = max(len(f"{max(change.new, change.fixed):,}") for _, change in changed) + 1
        for check, change in changed:
            new, fixed = f"+{change.new:,}", f"-{change.fixed:,}"
            yield f"  {new:>{width}} {fixed:>{width}}  {shown(check)}"
    yield from _listed("New", comparison.appeared(), total.new)
    yield from _listed("Fixed", comparison.fixed(), total.fixed)


def _ready(readiness: Readiness) -> str:
    number = f"{readiness.ready:,} of {readiness.in_scope:,}"
    if not readiness.is_assessed:
        return f"unknown ({number} without a known error, not assessed)"
    return number if readiness.share is None else f"{number} ({readiness.share:.1%})"


def _listed(title: str, findings: Iterator[FindingRow], number: int) -> Iterator[str]:
    if not number:
        return
    yield from ("", f"{title}:")
    for finding in islice(findings, LISTED):
        value = "" if finding.value is None else f" “{shown(finding.value)}”"
        yield f"  {finding.severity.label} {shown(finding.check)}: {shown(finding.dn)}"
        yield f"    {shown(finding.attribute)}{value} {shown(finding.message)}"
    if number > LISTED:
        yield f"  … and {number - LISTED:,} more"
