"""The summary that a person reads in the terminal: the verdict first."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TextIO

from readiness.gate import counted
from readiness.model import Severity
from readiness.values import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from readiness.result import CheckOutcome, Result

VERDICTS = {
    "ready": ("READY", "green"),
    "not-ready": ("NOT READY", "red"),
    "incomplete": ("INCOMPLETE", "yellow"),
    "empty": ("NOTHING TO SCAN", "yellow"),
}
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_OFFENDERS = 10
"""So many findings are shown; the reports have them all."""
_PROBLEMS = 10


def write_console(
    result: Result, file: TextIO, style: Callable[..., str] = lambda text, **_: text
) -> None:
    """Write the summary; `style` colours a text, as `click.style` does."""
    for line in _lines(result, style):
        file.write(f"{line}\n")


def _lines(result: Result, style: Callable[..., str]) -> Iterator[str]:
    word, colour = VERDICTS[result.gate.verdict]
    yield style(word, fg=colour, bold=True) + "".join(f"\n  {why}" for why in result.gate.reasons)
    yield ""
    yield from _counts(result)
    yield from _problems(result, style)
    yield from _checks(result, style)
    yield from _offenders(result, style)


def _counts(result: Result) -> Iterator[str]:
    tally = result.tally
    share = f" ({result.ready / result.in_scope:.1%})" if result.in_scope else ""
    out = sum(tally.out_of_scope.values())
    yield f"{counted(tally.entries, 'object')} read, {result.in_scope:,} in scope, {out:,} left out"
    yield f"{result.ready:,} of {result.in_scope:,} ready{share}"
    counts = result.by_severity()
    yield ", ".join(counted(number, severity.label) for severity, number in counts.items()).replace(
        " infos", " info"
    )


def _problems(result: Result, style: Callable[..., str]) -> Iterator[str]:
    problems = [*result.trouble, *(one for source in result.sources for one in source.problems)]
    unlisted = sum(source.unlisted for source in result.sources)
    if not problems:
        return
    yield ""
    yield style("Not read, or not to the end:", fg="yellow", bold=True)
    yield from (f"  {visible(problem)}" for problem in problems[:_PROBLEMS])
    more = len(problems[_PROBLEMS:]) + unlisted
    if more:
        yield f"  … and {counted(more, 'further problem')}"


def _checks(result: Result, style: Callable[..., str]) -> Iterator[str]:
    found = [check for check in result.checks if check.findings]
    if found:
        yield ""
        width = len(f"{max(check.findings for check in found):,}")
        for check in sorted(found, key=_weight):
            label = style(f"{check.severity.label:7}", fg=_COLOURS[check.severity])
            yield f"  {label}  {check.findings:{width},}  {check.id}"
    skipped = sum(1 for check in result.checks if check.status == "skipped")
    if skipped:
        yield f"{counted(skipped, 'check')} did not run: the reports say why"


def _weight(check: CheckOutcome) -> tuple[int, int, str]:
    return -check.severity, -check.findings, check.id


def _offenders(result: Result, style: Callable[..., str]) -> Iterator[str]:
    worst = list(islice(result.findings(), _OFFENDERS))
    if not worst:
        return
    yield ""
    for finding in worst:
        label = style(finding.severity.label, fg=_COLOURS[finding.severity])
        yield f"{label} {finding.check}: {visible(finding.dn)}"
        value = "" if finding.value is None else f" “{visible(finding.value)}”"
        fix = "" if finding.proposal is None else f" → “{visible(finding.proposal)}”"
        yield f"  {finding.attribute}{value} {visible(finding.message)}{fix}"
    more = sum(result.by_severity().values()) - len(worst)
    if more > 0:
        yield f"… and {counted(more, 'further finding')}"
