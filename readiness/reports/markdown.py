"""Markdown for the summary of a job: the answer, the counts, and the first findings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

from readiness.model.wording import counted
from readiness.reports.escaping import shown
from readiness.reports.sample import fair_shares, sampled
from readiness.reports.tables.preview import counted_changes
from readiness.reports.texts.answer import answer, further_decisions
from readiness.reports.texts.next_commands import plan_command
from readiness.reports.texts.phrases import (
    duration,
    problems,
    problems_title,
    ready_label,
    ready_word,
    unasked,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result

_FINDINGS = 200
"""So many findings are listed; GitHub takes summaries of up to 1 MiB.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary
"""
_GROUPS = 100
_LINES = 20
_CELL = 300
_MARKS = re.compile(r"([\\`*_{}\[\]<>|~#&])")
_QUOTED = re.compile(r"`([^`]*)`")


def write_markdown(result: Result, file: TextIO) -> None:
    """Write the summary. What comes from the directory is code, and reads well as plain text."""
    file.writelines(f"{line}\n" for line in _lines(result))


def _lines(result: Result) -> Iterator[str]:
    yield from _answer(result)
    yield from _plan(result)
    yield from _counts(result)
    yield from _list(problems_title(result), problems(result))
    yield from _list("Warnings", result.warnings)
    yield from _checks(result)
    yield from _groups(result)
    yield from _findings(result)
    yield from _suppressed(result)


def _answer(result: Result) -> Iterator[str]:
    """The verdict and the gate, which are two things, each on a line of its own."""
    said = answer(result)
    yield f"# {plain(said.directory.word)}: {plain(said.sentence)}"
    if said.then or said.because:
        yield ""
        yield " ".join(filter(None, [plain(said.then), _spoken(said.because)]))
    yield ""
    for judge, statement in (("directory", said.directory), ("gate", said.gate)):
        yield f"- The {judge}: **{statement.word.lower()}**. {code(statement.detail)}"


def _plan(result: Result) -> Iterator[str]:
    steps = result.action_plan.steps
    if not steps:
        return
    then = f"{_capital(ready_word(result))} then"
    yield from ("", "## What to do first", "", f"| | Step | Freed | {then} | How |")
    yield "|--:|---|--:|--:|---|"
    for step in steps:
        gain = step.people_ready_after - step.people_ready_before
        yield (
            f"| {step.step} | {code(step.title)} | +{gain:,} | {step.people_ready_after:,}"
            f" | by {step.mode}, {duration(step.minutes)} |"
        )
    commands = list(filter(None, (plan_command(result, step) for step in steps)))
    if commands:
        # a fence, where a command is not cut; none begins with what would end it
        yield from ("", "```sh", *map(shown, commands), "```")
    if further := list(further_decisions(result)):
        yield from ("", "Then, one by one:", "", *(f"- {plain(text)}" for text in further))


def _counts(result: Result) -> Iterator[str]:
    severities = result.by_severity().items()
    by_severity = ", ".join(counted(number, severity.label) for severity, number in severities)
    objects = result.objects
    yield ""
    yield (
        f"{counted(result.counts.entries, 'object')} read, {objects.in_scope:,} in scope,"
        f" {objects.ready:,} {ready_label(result, objects.accepted)}; {by_severity}."
    )
    if result.config_file:
        yield from ("", f"Configuration: {code(result.config_file)}")
    if result.baseline is not None:
        known = result.baseline
        yield ""
        yield (
            f"Since the baseline: {known.new:,} new, {known.persisting:,} persisting,"
            f" {known.fixed:,} fixed."
        )
    suppressed = result.by_state()["suppressed"]
    if suppressed:
        yield ""
        yield f"{counted(suppressed, 'finding')} suppressed."
    if changed := list(counted_changes(result.counts.previewed)):
        yield ""
        yield f"In the cloud: {'; '.join(changed)}."
    more = ", ".join(unasked(result.checks))
    if more:
        yield ""
        yield f"{more}."


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
    for check in sorted(speaking, key=lambda it: (-it.gravest, -it.findings, it.id)):
        yield (
            f"| {check.gravest.label} | {code(check.id)} | {check.findings:,}"
            f" | {check.counting:,} | {plain(check.doc.title)} |"
        )


def _groups(result: Result) -> Iterator[str]:
    if result.by is None:
        return
    word = _capital(ready_word(result))
    yield from ("", f"## {word} by {result.by}", "", f"| Group | Users | {word} | |")
    yield "|---|--:|--:|--:|"
    groups = result.by_group()
    for name, (users, ready) in list(groups.items())[:_GROUPS]:
        yield f"| {code(name)} | {users:,} | {ready:,} | {ready / users:.0%} |"
    if len(groups) > _GROUPS:
        yield f"\n{len(groups) - _GROUPS:,} more groups are in the JSON report."


def _findings(result: Result) -> Iterator[str]:
    # a check with thousands of findings must not hide the others
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
    return (
        f"| {finding.severity.label} | {code(finding.check)} | {code(finding.dn)}"
        f" | {sentence_as_code(finding)} | {finding.state or ''} |"
    )


def sentence_as_code(finding: FindingRow) -> str:
    """What is wrong, and what would be right, with all that may be hostile as code."""
    value = "" if finding.value is None else f" {code(finding.value)}"
    proposal = "" if finding.proposal is None else f" → {code(finding.proposal)}"
    return f"{code(finding.attribute)}{value} {code(finding.message)}{proposal}"


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
            f" | {code(rule.reason)} | {code(rule.owner or '')}"
            f" | {until}{' (expired)' if outcome.is_expired else ''} |"
        )


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def code(text: str) -> str:
    r"""A text as code, in which Markdown and HTML find nothing to do, wherever it stands.

    What would end the code or a cell of a table is shown as `\x60` and `\x7c`: an entity or a
    backslash would show as itself in one renderer or another.
    """
    text = shown(text)
    # cut before it is escaped: half an escape would be something else
    if len(text) > _CELL:
        text = f"{text[: _CELL - 1]}…"
    text = text.replace("`", r"\x60").replace("|", r"\x7c")
    return f"`{text}`" if text else ""


def plain(text: str) -> str:
    """A text of ours, in which nothing is taken for a mark."""
    return _MARKS.sub(r"\\\1", shown(text))


def _spoken(text: str) -> str:
    """A sentence in which `backticks` stand around what comes from the directory."""
    # a split by a pattern with one group gives what is outside and inside by turns
    pieces = _QUOTED.split(text)
    return "".join(code(piece) if at % 2 else plain(piece) for at, piece in enumerate(pieces))
