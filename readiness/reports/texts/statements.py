"""What the two judges say: the verdict on the directory, and the gate of the pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.gating.history import comparable, forecast
from readiness.gating.verdict import Verdict
from readiness.model.finding import Severity
from readiness.model.wording import counted, verb

if TYPE_CHECKING:
    from readiness.gating.gate import UsedBudget
    from readiness.pipeline.result import Result

VERDICT_WORDS = {
    Verdict.READY: "Ready",
    Verdict.NOT_READY: "Not ready",
    Verdict.NOT_ASSESSED: "Not assessed",
    Verdict.INCOMPLETE: "Incomplete",
    Verdict.EMPTY: "Nothing to scan",
}


class Statement(NamedTuple):
    """What one of the two judges says: the verdict on the directory, or the gate."""

    state: str
    """The verdict; or `passed`, `failed` or `not-asked`."""
    word: str
    detail: str
    """One or two sentences."""


def directory_statement(result: Result) -> Statement:
    """The verdict, and what it rests on."""
    return Statement(result.verdict.value, VERDICT_WORDS[result.verdict], _directory(result))


def _directory(result: Result) -> str:
    """What the verdict rests on."""
    counts = result.counts
    if result.verdict is Verdict.READY:
        ran = sum(check.status == "ran" for check in result.checks)
        return f"{counted(ran, 'check')} ran, all that apply to this plan."
    if result.verdict is Verdict.EMPTY:
        out_of_scope = sum(counts.out_of_scope.values())
        return f"{counted(counts.entries, 'object')} read, {out_of_scope:,} left out."
    why = result.assessment.because
    if result.verdict is Verdict.NOT_READY:
        # more in one sentence than the reasons have, and what is left to ask
        why = (*_who_is_not_ready(result), *result.assessment.unasked)
    return f"{'; '.join(why)}."


def _who_is_not_ready(result: Result) -> tuple[str, ...]:
    objects = result.objects
    if not objects.not_ready:
        return result.assessment.because
    ranked = sorted(result.counts.not_ready.items(), key=lambda item: (-item[1], item[0]))
    kinds = ", ".join(counted(number, kind) for kind, number in ranked if number)
    has = verb(objects.not_ready, "has", "have")
    return (f"{objects.not_ready:,} of {objects.in_scope:,} objects {has} an error: {kinds}",)


def gate_statement(result: Result) -> Statement:
    """What the pipeline asked for, and whether it got it; each ends with the exit status."""
    gate = result.gate
    status = f"Exit status {result.exit_status}."
    # these never pass, whatever was allowed: nobody knows what was not read
    if result.verdict in {Verdict.INCOMPLETE, Verdict.EMPTY}:
        word = result.verdict.value
        detail = f"A scan that is {word} never passes. {status}"
        return Statement("failed", f"Failed: {word}", detail)
    if gate.fail_on is None:
        return Statement("not-asked", "Not asked", f"It was told never to fail. {status}")
    if not gate.passed:
        return Statement("failed", "Failed", f"{'; '.join(gate.reasons)}. {status}")
    used = [_allowed(budget) for budget in gate.budgets if budget.findings]
    if used:
        return Statement("passed", "Passed by a budget", f"{'; '.join(used)}. {status}")
    if gate.waivers:
        return Statement("passed", "Passed, with waivers", f"{'; '.join(gate.waivers)}. {status}")
    detail = f"Nothing at or above {gate.fail_on.label} was found. {status}"
    return Statement("passed", "Passed", detail)


def gate_line(result: Result) -> str:
    """The gate in one line, which never lets a passed gate stand for a directory that is ready."""
    gate = result.gate
    if not gate.passed:
        return f"gate failed: {'; '.join(gate.reasons)}"
    allowed = [_allowed(budget) for budget in gate.budgets if budget.findings]
    # budgets are said in numbers, which is more than their waiver says
    waivers = [waiver for waiver in gate.waivers if not waiver.startswith("budget ")]
    let_pass = "; ".join([*allowed, *waivers])
    line = f"gate passed ({let_pass})" if let_pass else "gate passed"
    if result.verdict is Verdict.READY:
        return line
    why = "; ".join(result.assessment.because)
    return f"{line}; the directory is {VERDICT_WORDS[result.verdict].lower()}: {why}"


def trend_line(result: Result) -> str:
    """What became of people since the first scan that was asked the same; empty without any."""
    if len(result.history) < 2:  # noqa: PLR2004 - one scan is no trend
        return ""
    alike = comparable(result.history)
    said = [asked_otherwise(result)] if len(alike) < len(result.history) else []
    if len(alike) > 1:
        first, last = alike[0], alike[-1]
        ready = (
            f"{last.ready:,} of {last.people:,} {verb(last.people, 'person', 'people')} ready,"
            f" and {first.ready:,} of {first.people:,} on {first.moment:%d %b %Y}"
        )
        said.insert(0, f"{ready} ({counted(len(alike), 'scan')})")
        if done := forecast(alike).people:
            said.insert(1, f"at this rate everybody on {done:%d %b %Y}")
    return "; ".join(said)


def asked_otherwise(result: Result) -> str:
    """How many scans of the history say nothing of this one, and why."""
    untold = sum(not entry.asked for entry in result.history)
    other = len(result.history) - len(comparable(result.history)) - untold
    said = []
    if other:
        were = verb(other, "scan was", "scans were")
        said.append(f"{other:,} earlier {were} asked something else, and cannot be compared")
    if untold:
        said.append(f"of {counted(untold, 'earlier scan')} nobody knows what it was asked")
    return "; ".join(said)


def _allowed(budget: UsedBudget) -> str:
    target = budget.budget.target
    used = f"{budget.findings:,} of at most {budget.allowed:,}"
    is_severity = target in {severity.label for severity in Severity}
    return f"{used} {target}s" if is_severity else f"{used} of {target}"
