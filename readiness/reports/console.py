"""The summary that a person reads in the terminal: the answer first."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from readiness.gating.verdict import Verdict
from readiness.model.finding import Severity
from readiness.model.wording import counted, verb
from readiness.reports.escaping import shown
from readiness.reports.html.dn_display import name_of, split
from readiness.reports.sample import sampled
from readiness.reports.tables.preview import counted_changes
from readiness.reports.texts.answer import answer, further_decisions
from readiness.reports.texts.finding_text import sentence
from readiness.reports.texts.next_commands import plan_command
from readiness.reports.texts.phrases import (
    duration,
    plain_text,
    problems,
    problems_title,
    ready_label,
    ready_word,
    unasked,
    was_nothing_read,
)
from readiness.reports.texts.statements import gate_line, trend_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from readiness.checking.outcome import CheckOutcome
    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result
    from readiness.tenant.forecasting.tenant_forecast import TenantForecast

_VERDICT_COLOURS = {Verdict.READY: "green", Verdict.NOT_READY: "red"}
"""The colour of the verdict; what is not known is yellow. Green is `ready` and nothing else."""
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_EXAMPLE_MAX = 120
"""Characters of an example: a check has one line."""
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
    yield from _answer(result, style)
    yield from _plan(result, style)
    if not was_nothing_read(result):
        yield ""
        yield from _counts(result)
    yield from _problems(result, style)
    yield from _warnings(result, style)
    yield from _checks(result, style)
    if is_verbose:
        yield f"Configuration: {shown(result.config_file or 'none')}"
    yield from _skipped(result, is_verbose=is_verbose)
    yield from _groups(result)
    yield from _advice(result)


def _answer(result: Result, style: Callable[..., str]) -> Iterator[str]:
    """The verdict and the gate, which are two things, each on a line of its own."""
    said = answer(result)
    colour = _VERDICT_COLOURS.get(result.verdict, "yellow")
    word = style(said.directory.word.upper(), fg=colour, bold=True)
    then = f" {said.then}" if said.then else ""
    yield f"{word}: {said.sentence}{then}"
    if said.because:
        yield f"  {shown(plain_text(said.because))}"
    line = shown(gate_line(result))
    yield line if result.gate.passed else style(line, fg="red")


def _plan(result: Result, style: Callable[..., str]) -> Iterator[str]:
    """What to do first, in the order that frees most people soonest."""
    steps = result.action_plan.steps
    if not steps:
        return
    word = ready_word(result)
    yield ""
    yield style("What to do first:", bold=True)
    for step in steps:
        gain = step.people_ready_after - step.people_ready_before
        yield f"  {step.step}. {shown(step.title)}"
        yield (
            f"     +{gain:,} {verb(gain, 'person', 'people')}, then {step.people_ready_after:,}"
            f" {word}; by {step.mode}, {duration(step.minutes)}"
        )
        if command := plan_command(result, step):
            yield f"     {shown(command)}"
    if further := list(further_decisions(result)):
        yield "  Then, one by one:"
        yield from (f"   - {shown(text)}" for text in further)


def _counts(result: Result) -> Iterator[str]:
    counts, objects = result.counts, result.objects
    out_of_scope = sum(counts.out_of_scope.values())
    read = counted(counts.entries, "object")
    yield f"{read} read, {objects.in_scope:,} in scope, {out_of_scope:,} left out"
    share = f" ({objects.ready / objects.in_scope:.1%})" if objects.in_scope else ""
    if objects.in_scope:
        label = ready_label(result, objects.accepted, share)
        yield f"{objects.ready:,} of {objects.in_scope:,} objects {label}"
    severities = result.by_severity().items()
    yield ", ".join(
        counted(number, severity.label) if severity is not Severity.INFO else f"{number:,} info"
        for severity, number in severities
    )
    if changed := list(counted_changes(result.counts.previewed)):
        yield f"in the cloud: {'; '.join(changed)} (“readiness preview” lists them)"
    if result.tenant:
        yield from _tenant(result.tenant)
    for source in result.sources:
        if source.requests is not None:
            yield (
                f"{shown(source.location)}: {counted(source.requests, 'request')},"
                f" {source.server_seconds or 0:.1f} s of waiting for the server"
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
    if trend := trend_line(result):
        yield f"trend: {trend}"


def _tenant(forecast: TenantForecast) -> Iterator[str]:
    """How many objects meet which outcome in the tenant, the most first."""
    by_number = sorted(forecast.by_outcome.items(), key=lambda both: (-both[1], both[0]))
    outcomes = ", ".join(f"{number:,} {outcome}" for outcome, number in by_number)
    theirs = ", ".join(f"{number:,} {fate}" for fate, number in forecast.cloud_only.items())
    yield f"in the tenant: {outcomes or 'nothing arrives'}"
    if theirs:
        yield f"of the tenant's own objects: {theirs}"
    if assumed := forecast.export.assumed:
        yield f"not exported, so assumed: {', '.join(assumed)}"


def _problems(result: Result, style: Callable[..., str]) -> Iterator[str]:
    texts = problems(result)
    if not texts:
        return
    yield ""
    yield style(f"{problems_title(result)}:", fg="yellow", bold=True)
    yield from (f"  {shown(problem)}" for problem in texts[:_PROBLEMS])
    more = len(texts[_PROBLEMS:])
    if more:
        yield f"  … and {counted(more, 'further problem')}"


def _warnings(result: Result, style: Callable[..., str]) -> Iterator[str]:
    if result.warnings:
        yield ""
        yield style("Worth knowing about this result:", fg="yellow", bold=True)
        yield from (f"  {shown(warning)}" for warning in result.warnings[:_PROBLEMS])
    more = len(result.warnings[_PROBLEMS:])
    if more:
        yield f"  … and {counted(more, 'further warning')}"


def _checks(result: Result, style: Callable[..., str]) -> Iterator[str]:
    """One line a check: how much it found, and one example."""
    speaking = sorted((check for check in result.checks if check.findings), key=_rank)
    if not speaking:
        return
    # one example of each check: ten findings of the first one would say less
    shares = {check.id: 1 for check in speaking}
    examples = {finding.check: _example(finding) for finding in sampled(result.findings(), shares)}
    yield ""
    width = len(f"{max(check.findings for check in speaking):,}")
    for check in speaking:
        label = style(f"{check.gravest.label:7}", fg=_COLOURS[check.gravest])
        yield f"  {label}  {check.findings:{width},}  {check.id}{examples.get(check.id, '')}"


def _example(finding: FindingRow) -> str:
    """Who, and what is wrong there; a long value is cut."""
    who = shown(name_of(split(finding.dn)[0]))
    text = f"{who}: {sentence(finding)}" if who else sentence(finding)
    return f": {text if len(text) <= _EXAMPLE_MAX else f'{text[: _EXAMPLE_MAX - 1]}…'}"


def _rank(check: CheckOutcome) -> tuple[int, int, str]:
    return -check.gravest, -check.findings, check.id


def _skipped(result: Result, *, is_verbose: bool) -> Iterator[str]:
    yield from unasked(result.checks)
    if is_verbose:
        skipped = [check for check in result.checks if check.status == "skipped"]
        yield from (f"  {check.id}: {shown(check.reason or '')}" for check in skipped)


def _groups(result: Result) -> Iterator[str]:
    groups = result.by_group() if result.by else {}
    if not groups:
        return
    yield ""
    yield f"Users {ready_word(result)} by {result.by}:"
    # a terminal shows the large groups; the reports rank them all by share
    largest = sorted(groups.items(), key=lambda item: (-item[1][0], item[0]))
    width = len(f"{largest[0][1][0]:,}")
    for name, (users, ready) in largest[:_GROUPS]:
        share = f"{ready / users:.0%}"
        yield f"  {ready:{width},} of {users:{width},}  {share:>4}  {shown(name)}"
    if len(largest) > _GROUPS:
        yield f"  … and {counted(len(largest) - _GROUPS, 'further group')}"


def _advice(result: Result) -> Iterator[str]:
    """The anchor to choose; the reports have the rest."""
    anchor = result.advice.source_anchor
    if anchor.recommended:
        yield ""
        yield f"Source anchor: {shown(anchor.recommended)} is recommended"
        yield f"  {shown(anchor.reason)}"
        yield f"  {anchor.express_reason}"
