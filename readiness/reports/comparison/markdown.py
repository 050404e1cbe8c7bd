"""A comparison for a pull request or a job."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TextIO

from readiness.reports.comparison.comparison import LISTED, NOT_ASKED_THE_SAME
from readiness.reports.markdown import code, sentence_as_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.model.finding import FindingRow
    from readiness.reports.comparison.comparison import Comparison


def write_markdown(comparison: Comparison, file: TextIO) -> None:
    """Write a summary for a pull request or a job."""
    file.writelines(f"{line}\n" for line in _lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    total = comparison.total
    yield from ("# Readiness trend", "")
    if unlike := comparison.differences.texts:
        yield f"**{NOT_ASKED_THE_SAME}** Whether it became better, no number says:"
        yield from ("", *(f"- {code(text)}" for text in unlike), "")
    yield from ("| | Ready | In scope | Share |", "|---|--:|--:|--:|")
    for name, it in (("Before", comparison.before), ("Now", comparison.now)):
        share = "" if it.share is None else f"{it.share:.1%}"
        if not it.is_assessed:
            share = "without a known error, not assessed"
        yield f"| {name} | {it.ready:,} | {it.in_scope:,} | {share} |"
    yield ""
    yield f"{total.sentence}."
    yield from (f"\n- {code(warning)}" for warning in comparison.warnings())
    yield from ("", "| Check | New | Fixed | Persisting | Not checked again | Not before |")
    yield "|---|--:|--:|--:|--:|--:|"
    for check, change in comparison.by_check.items():
        cells = " | ".join(f"{number:,}" for number in change)
        yield f"| {code(check)} | {cells} |"
    for title, findings, number in (
        ("New findings", comparison.appeared(), total.new),
        ("Fixed findings", comparison.fixed(), total.fixed),
    ):
        if number:
            yield from ("", f"## {title}", "", "| Severity | Check | Object | Finding |")
            yield "|---|---|---|---|"
            yield from (_row(finding) for finding in islice(findings, LISTED))
        if number > LISTED:
            yield f"\nand {number - LISTED:,} more"


def _row(finding: FindingRow) -> str:
    sentence = sentence_as_code(finding._replace(proposal=None))
    return f"| {finding.severity.label} | {code(finding.check)} | {code(finding.dn)} | {sentence} |"
