"""Markdown for the summary of a job: the verdict, the counts, and the first findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from readiness.model.wording import counted
from readiness.reports.console import VERDICTS
from readiness.reports.escaping import shown
from readiness.reports.sample import fair_shares, sampled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result

_FINDINGS = 200
"""So many findings are listed; GitHub takes summaries of up to 1 MiB."""
_GROUPS = 100
_LINES = 20
_CELL = 300
_PLAIN = frozenset(" ,=-…")


def write_markdown(result: Result, file: TextIO) -> None:
    """Write the summary. What comes from the directory is code, sign by sign."""
    file.writelines(f"{line}\n" for line in _lines(result))


def _lines(result: Result) -> Iterator[str]:
    yield f"# {VERDICTS[result.verdict][0]}"
    yield ""
    yield from (f"- {code(reason)}" for reason in result.gate.reasons or result.assessment.because)
    yield from _counts(result)
    problems = [*result.trouble, *(text for source in result.sources for text in source.problems)]
    yield from _list("Not read, or not to the end", problems)
    yield from _list("Warnings", result.warnings)
    yield from _checks(result)
    yield from _groups(result)
    yield from _findings(result)
    yield from _suppressed(result)


def _counts(result: Result) -> Iterator[str]:
    counts = result.by_severity().items()
    yield ""
    yield (
        f"{counted(result.counts.entries, 'object')} read, {result.in_scope:,} in scope,"
        f" **{result.ready:,} ready**;"
        f" {', '.join(counted(number, severity.label) for severity, number in counts)}."
    )
    if result.config_file:
        yield from ("", f"Configuration: {code(result.config_file)}")
    states = result.by_state()
    if result.baseline is not None:
        known = result.baseline
        yield ""
        yield (
            f"Since the baseline: {known.new:,} new, {known.persisting:,} persisting,"
            f" {known.fixed:,} fixed."
        )
    if states["suppressed"]:
        yield ""
        yield f"{counted(states['suppressed'], 'finding')} suppressed."


def _list(title: str, texts: Iterable[str]) -> Iterator[str]:
    texts = list(texts)
    if texts:
        yield from ("", f"## {title}", "")
        yield from (f"- {code(text)}" for text in texts[:_LINES])
        if texts[_LINES:]:
            yield f"- and {len(texts[_LINES:]):,} more"


def _checks(result: Result) -> Iterator[str]:
    speaking = [check for check in result.checks if check.findings]
    if not speaking:
        return
    yield from ("", "| Severity | Check | Findings | Counting | |", "|---|---|--:|--:|---|")
    for check in sorted(speaking, key=lambda it: (-it.severity, -it.findings, it.id)):
        yield (
            f"| {check.severity.label} | {code(check.id)} | {check.findings:,}"
            f" | {check.counting:,} | {plain(check.doc.title)} |"
        )


def _groups(result: Result) -> Iterator[str]:
    if result.by is None:
        return
    yield from ("", f"## Ready by {result.by}", "", "| Group | Users | Ready | |")
    yield "|---|--:|--:|--:|"
    groups = result.groups()
    for name, (users, ready) in list(groups.items())[:_GROUPS]:
        yield f"| {code(name)} | {users:,} | {ready:,} | {ready / users:.0%} |"
    if len(groups) > _GROUPS:
        yield f"\n{len(groups) - _GROUPS:,} more groups are in the JSON report."


def _findings(result: Result) -> Iterator[str]:
    shares = fair_shares(result.checks, _FINDINGS)
    total, listed = sum(check.findings for check in result.checks), sum(shares.values())
    if not total:
        return
    yield from ("", "## Findings", "", "| Severity | Check | Object | Finding | State |")
    yield "|---|---|---|---|---|"
    yield from map(_row, sampled(result.findings(), shares))
    if listed < total:
        yield f"\n{listed:,} of {total:,} findings are listed; the JSON report has them all."


def _row(finding: FindingRow) -> str:
    value = "" if finding.value is None else f" {code(finding.value)}"
    proposal = "" if finding.proposal is None else f" → {code(finding.proposal)}"
    sentence = f"{plain(finding.attribute)}{value} {code(finding.message)}{proposal}"
    return (
        f"| {finding.severity.label} | {code(finding.check)} | {code(finding.dn)}"
        f" | {sentence} | {finding.state or ''} |"
    )


def _suppressed(result: Result) -> Iterator[str]:
    if not result.suppressions:
        return
    yield from ("", "## Suppressions", "", "| Check | For | Findings | Reason | Owner | Until |")
    yield "|---|---|--:|---|---|---|"
    for outcome in result.suppressions:
        rule = outcome.suppression
        until = f"{rule.expires}" if rule.expires else "for ever"
        yield (
            f"| {code(rule.check)} | {rule.scope} {code(rule.value)} | {outcome.findings:,}"
            f" | {plain(rule.reason)} | {plain(rule.owner or '')}"
            f" | {until}{' (expired)' if outcome.is_expired else ''} |"
        )


def code(text: str) -> str:
    """A text as code, in which Markdown and HTML find nothing to do, wherever it stands."""
    return f"<code>{plain(text)}</code>" if text else ""


def plain(text: str) -> str:
    """A text in which every sign that could mean something is a reference to itself."""
    text = shown(text)
    if len(text) > _CELL:
        text = f"{text[: _CELL - 1]}…"
    return "".join(sign if sign.isalnum() or sign in _PLAIN else f"&#{ord(sign)};" for sign in text)
