"""The gate: whether a pipeline may go on, with what it was asked to let pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from readiness.gating.verdict import Verdict
from readiness.model.finding import Severity
from readiness.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from readiness.checking.outcome import CheckOutcome

LEVELS = {severity.label: severity for severity in sorted(Severity, reverse=True)}
"""The severities as people write them, the highest first."""
_NAMED = 5
"""So many checks are named in a waiver; of more, their number is told."""


class Budget(NamedTuple):
    """So many findings of a check or a severity are allowed."""

    target: str
    """The id of a check, or a severity."""
    most: int | Decimal
    is_share: bool = False
    """Whether `most` is a percentage of the objects in scope."""

    def __str__(self) -> str:
        return f"{self.most:f}%" if self.is_share else f"{self.most:,}"

    def allowed(self, in_scope: int) -> int:
        """The number of findings that it allows."""
        # in decimal, as people write it: in binary, 0.57 % of 10,000 would be a little less than 57
        return int(self.most * in_scope / 100 if self.is_share else self.most)


class UsedBudget(NamedTuple):
    """A budget, and what the scan found."""

    budget: Budget
    allowed: int
    findings: int

    @property
    def is_exceeded(self) -> bool:
        """Whether there is more than is allowed."""
        return self.findings > self.allowed

    @property
    def reason(self) -> str:
        """What an exceeded budget has to say."""
        share = f" ({self.budget} of the objects in scope)" if self.budget.is_share else ""
        findings = counted(self.findings, "finding")
        return f"{self.budget.target}: {findings}, and {self.allowed:,} allowed{share}"

    @property
    def waiver(self) -> str:
        """What it lets pass: `budget error: 52 of 60`."""
        return f"budget {self.budget.target}: {self.findings:,} of {self.allowed:,}"


@dataclass(frozen=True)
class Gate:
    """What the gate was asked, and what it decided."""

    fail_on: Severity | None
    """The least severity that fails; None: findings never do."""
    reasons: tuple[str, ...]
    """Why it failed; none where it passed."""
    waivers: tuple[str, ...] = ()
    """What lets pass, or hides, what would fail it by default."""
    budgets: tuple[UsedBudget, ...] = ()
    failing: frozenset[str] = frozenset()
    """The checks whose findings fail the gate."""

    @property
    def passed(self) -> bool:
        """Whether the migration may go on."""
        return not self.reasons


def judge(
    checks: Sequence[CheckOutcome],
    *,
    fail_on: Severity | None,
    in_scope: int,
    unread: int,
    budgets: Sequence[Budget] = (),
    has_baseline: bool = False,
    assumed: Sequence[str] = (),
) -> Gate:
    """The gate for the findings of each check.

    The most specific rule decides about a finding: the budget of its check, else that of its
    severity, else `fail_on`. `in_scope` is the number of objects in scope, `unread` that of things
    that were not read, or not to their end: neither an empty nor an incomplete scan passes.
    `assumed` is what somebody said to take for granted.
    """
    reasons = []
    if unread:
        reasons.append(f"the scan is incomplete: {counted(unread, 'problem')} to solve first")
    elif not in_scope:
        reasons.append("the sources hold no object that would be synchronised")
    counting = {
        (check.id, share.severity): share.counting
        for check in checks
        for share in check.by_severity
    }
    # with --fail-on never nothing can fail, so no budget is in force either
    used = tuple(_used(counting, budgets, in_scope)) if fail_on else ()
    blocking = _blocking(counting, budgets, fail_on) if fail_on else {}
    number = sum(blocking.values())
    if fail_on and number:
        noun = "new finding" if has_baseline else "finding"
        reasons.append(f"{counted(number, noun)} at or above {fail_on.label}")
    reasons += [budget.reason for budget in used if budget.is_exceeded]
    failing = {*blocking, *_over_budget(counting, used)}
    return Gate(
        fail_on,
        tuple(reasons),
        (*_waivers(checks, budgets, used, fail_on, has_baseline=has_baseline), *assumed),
        used,
        frozenset(failing),
    )


def exit_status(verdict: Verdict, gate: Gate) -> int:
    """The exit status of a scan: that of the gate, if there was anything to judge."""
    # before the gate: whatever was let pass, half a scan must not look like a whole one
    return reading_status(verdict) or (0 if gate.passed else 1)


def reading_status(verdict: Verdict) -> int:
    """The exit status of what asks no gate: whether there was something, and all of it was read."""
    return {Verdict.INCOMPLETE: 3, Verdict.EMPTY: 4}.get(verdict, 0)


Counting = Mapping[tuple[str, Severity], int]
"""The findings that count for the gate, by check and severity."""


def _used(counting: Counting, budgets: Sequence[Budget], in_scope: int) -> Iterator[UsedBudget]:
    # a finding is counted once: in the budget of its check, or else in that of its severity
    targets = {budget.target for budget in budgets}
    findings: Counter[str] = Counter()
    for (check, severity), number in counting.items():
        findings[check if check in targets else severity.label] += number
    for budget in budgets:
        yield UsedBudget(budget, budget.allowed(in_scope), findings[budget.target])


def _blocking(counting: Counting, budgets: Sequence[Budget], fail_on: Severity) -> dict[str, int]:
    """How many findings of which checks fail the gate by their severity, without a budget."""
    targets = {budget.target for budget in budgets}
    blocking: Counter[str] = Counter()
    for (check, severity), number in counting.items():
        if number and severity >= fail_on and not targets & {check, severity.label}:
            blocking[check] += number
    return blocking


def _over_budget(counting: Counting, used: Sequence[UsedBudget]) -> Iterator[str]:
    """The checks whose findings exceed a budget."""
    exceeded = {budget.budget.target: budget.is_exceeded for budget in used}
    for (check, severity), number in counting.items():
        # as where they are counted: the budget of the check goes before that of its severity
        if number and exceeded.get(check, exceeded.get(severity.label)):
            yield check


def _waivers(
    checks: Sequence[CheckOutcome],
    budgets: Sequence[Budget],
    used: Sequence[UsedBudget],
    fail_on: Severity | None,
    *,
    has_baseline: bool,
) -> Iterator[str]:
    if fail_on is None:
        idle = f", and no budget is asked ({counted(len(budgets), 'budget')})" if budgets else ""
        yield f"--fail-on never: findings do not fail the gate{idle}"
    yield from (budget.waiver for budget in used)
    if has_baseline:
        known = sum(check.known for check in checks)
        yield f"baseline: {counted(known, 'finding')} known before"
    suppressed = sum(check.suppressed for check in checks)
    if suppressed:
        yield f"suppressed: {counted(suppressed, 'finding')}"
    deselected = [check.id for check in checks if check.status_reason == "deselected"]
    if deselected:
        yield f"deselected: {_named(deselected)}"
    lowered = [
        f"{check.id} from {check.declared_severity.label} to {check.severity.label}"
        for check in checks
        if check.is_lowered
    ]
    if lowered:
        yield f"lowered: {_named(lowered)}"


def _named(checks: Sequence[str]) -> str:
    if len(checks) <= _NAMED:
        return ", ".join(checks)
    return f"{', '.join(checks[:_NAMED])} and {len(checks) - _NAMED} further checks"
