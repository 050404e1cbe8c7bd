"""The summary that a person reads in the terminal: the verdict first."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TextIO

from readiness.model.finding import Severity
from readiness.model.wording import counted
from readiness.reports.escaping import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from readiness.checking.outcome import CheckOutcome
    from readiness.pipeline.result import Result

VERDICTS = {
    "ready": ("READY", "green"),
    "not-ready": ("NOT READY", "red"),
    "not-assessed": ("NOT ASSESSED", "yellow"),
    "incomplete": ("INCOMPLETE", "yellow"),
    "empty": ("NOTHING TO SCAN", "yellow"),
}
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_OFFENDERS = 10
"""So many findings are shown; the reports have them all."""
_PROBLEMS = 10
_GROUPS = 20


def write_console(
    result: Result,
    file: TextIO,
    style: Callable[..., str] = lambda text, **_: text,
    *,
    is_verbose: bool = False,
) -> None:
    """Write the summary; `style` colours a text, as `click.style` does."""
    file.writelines(f"{line}\n" for line in _lines(result, style, is_verbose=is_verbose))


def _lines(result: Result, style: Callable[..., str], *, is_verbose: bool) -> Iterator[str]:
    word, colour = VERDICTS[result.verdict]
    yield style(word, fg=colour, bold=True)
    yield from (f"  {why}" for why in result.gate.reasons or result.assessment.because)
    if result.gate.passed:
        waivers = f": {'; '.join(result.gate.waivers)}" if result.gate.waivers else ""
        yield f"  gate passed{waivers}"
    yield ""
    yield from _counts(result)
    yield from _problems(result, style)
    yield from _checks(result, style)
    if is_verbose:
        yield f"Configuration: {shown(result.config_file or 'none')}"
    yield from _skipped(result, is_verbose=is_verbose)
    yield from _groups(result)
    yield from _advice(result)
    yield from _offenders(result, style)


def _counts(result: Result) -> Iterator[str]:
    counts = result.counts
    share = f" ({result.ready / result.in_scope:.1%})" if result.in_scope else ""
    out = sum(counts.out_of_scope.values())
    read = counted(counts.entries, "object")
    yield f"{read} read, {result.in_scope:,} in scope, {out:,} left out"
    yield f"{result.ready:,} of {result.in_scope:,} ready{share}"
    found = result.by_severity()
    yield ", ".join(counted(number, severity.label) for severity, number in found.items()).replace(
        " infos", " info"
    )
    suppressed = result.by_state()["suppressed"]
    if suppressed:
        yield f"{counted(suppressed, 'finding')} suppressed"
    if result.baseline is not None:
        known = result.baseline
        yield (
            f"since the baseline: {known.new:,} new, {known.persisting:,} persisting,"
            f" {known.fixed:,} fixed"
        )


def _problems(result: Result, style: Callable[..., str]) -> Iterator[str]:
    problems = [*result.trouble, *(one for source in result.sources for one in source.problems)]
    unlisted = sum(source.unlisted for source in result.sources)
    if not problems:
        return
    yield ""
    yield style("Not read, or not to the end:", fg="yellow", bold=True)
    yield from (f"  {shown(problem)}" for problem in problems[:_PROBLEMS])
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


def _skipped(result: Result, *, is_verbose: bool) -> Iterator[str]:
    skipped = [check for check in result.checks if check.status == "skipped"]
    if skipped:
        why = ":" if is_verbose else ": -v and the reports say why"
        yield f"{counted(len(skipped), 'check')} did not run{why}"
    if is_verbose:
        yield from (f"  {check.id}: {shown(check.reason or '')}" for check in skipped)


def _advice(result: Result) -> Iterator[str]:
    """The anchor to choose; the reports have the rest."""
    anchor = result.advice.source_anchor
    if anchor.recommended:
        yield ""
        yield f"Source anchor: {shown(anchor.recommended)} is recommended"
        yield f"  {shown(anchor.reason)}"
        yield f"  {anchor.express_reason}"


def _groups(result: Result) -> Iterator[str]:
    groups = result.groups() if result.by else {}
    if not groups:
        return
    yield ""
    yield f"Users ready by {result.by}:"
    biggest = sorted(groups.items(), key=lambda one: (-one[1][0], one[0]))
    width = len(f"{biggest[0][1][0]:,}")
    for name, (users, ready) in biggest[:_GROUPS]:
        share = f"{ready / users:.0%}"
        yield f"  {ready:{width},} of {users:{width},}  {share:>4}  {shown(name)}"
    if len(biggest) > _GROUPS:
        yield f"  … and {counted(len(biggest) - _GROUPS, 'further group')}"


def _weight(check: CheckOutcome) -> tuple[int, int, str]:
    return -check.severity, -check.findings, check.id


def _offenders(result: Result, style: Callable[..., str]) -> Iterator[str]:
    worst = list(islice((one for one in result.findings() if one.state is None), _OFFENDERS))
    if not worst:
        return
    yield ""
    for finding in worst:
        label = style(finding.severity.label, fg=_COLOURS[finding.severity])
        yield f"{label} {finding.check}: {shown(finding.dn)}"
        value = "" if finding.value is None else f" “{shown(finding.value)}”"
        fix = "" if finding.proposal is None else f" → “{shown(finding.proposal)}”"
        yield f"  {finding.attribute}{value} {shown(finding.message)}{fix}"
    more = result.by_state()["counting"] - len(worst)
    if more > 0:
        yield f"… and {counted(more, 'further finding')}"
