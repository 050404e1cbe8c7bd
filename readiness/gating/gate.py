"""Decides whether a migration may go on, and says why not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from readiness.model.finding import Severity
from readiness.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEVELS = {severity.label: severity for severity in sorted(Severity, reverse=True)}
"""The severities as people write them, the highest first."""


class Budget(NamedTuple):
    """So many findings of a check or a severity are allowed."""

    target: str
    """The id of a check, or a severity."""
    most: float
    is_share: bool = False
    """Whether `most` is a percentage of the objects in scope."""

    def __str__(self) -> str:
        return f"{self.most:g}%" if self.is_share else f"{self.most:,g}"

    def allowed(self, in_scope: int) -> int:
        """The number of findings that it allows."""
        return int(self.most * in_scope / 100 if self.is_share else self.most)


class Spent(NamedTuple):
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
        found = counted(self.findings, "finding")
        return f"{self.budget.target}: {found}, and {self.allowed:,} allowed{share}"


class Judged(NamedTuple):
    """What the gate needs to know of one check."""

    id: str
    severity: Severity
    findings: int
    """Those that count: neither suppressed nor in the baseline."""


@dataclass(frozen=True)
class Gate:
    """What the gate was asked, and what it decided."""

    fail_on: Severity | None
    """The least severity that fails; None: findings never do."""
    verdict: str
    """`ready`, `not-ready`, `incomplete` or `empty`."""
    reasons: tuple[str, ...]
    budgets: tuple[Spent, ...] = ()
    failing: frozenset[str] = frozenset()
    """The checks whose findings fail the gate."""

    @property
    def passed(self) -> bool:
        """Whether the migration may go on."""
        return not self.reasons

    @property
    def status(self) -> int:
        """The exit status of the program."""
        return {"ready": 0, "not-ready": 1, "incomplete": 3, "empty": 4}[self.verdict]


def judge(
    checks: Sequence[Judged],
    *,
    fail_on: Severity | None,
    in_scope: int,
    unread: int,
    budgets: Sequence[Budget] = (),
    is_compared: bool = False,
) -> Gate:
    """The gate for the findings of each check.

    The most specific rule decides about a finding: the budget of its check, else that of its
    severity, else `fail_on`. `in_scope` is the number of entries in scope, `unread` of things
    that were not read, or not to their end: never a false "ready". `is_compared` says whether a
    baseline left only what is new.
    """
    reasons = []
    if unread:
        reasons.append(f"the scan is incomplete: {counted(unread, 'problem')} to solve first")
    elif not in_scope:
        reasons.append("the sources hold no object that would be synchronised")
    spent = tuple(_spent(checks, budgets, in_scope)) if fail_on else ()
    exceeded = [one for one in spent if one.is_exceeded]
    blocking = [one for one in _unbudgeted(checks, budgets) if fail_on and one.severity >= fail_on]
    number = sum(one.findings for one in blocking)
    if fail_on and number:
        noun = "new finding" if is_compared else "finding"
        reasons.append(f"{counted(number, noun)} at or above {fail_on.label}")
    reasons += [one.reason for one in exceeded]
    if unread:
        verdict = "incomplete"
    elif not in_scope:
        verdict = "empty"
    else:
        verdict = "not-ready" if reasons else "ready"
    failing = {one.id for one in blocking if one.findings}
    failing.update(_over_budget(checks, spent))
    return Gate(fail_on, verdict, tuple(reasons), spent, frozenset(failing))


def _spent(checks: Sequence[Judged], budgets: Sequence[Budget], in_scope: int) -> Iterator[Spent]:
    own = {budget.target for budget in budgets}
    found: Counter[str] = Counter()
    for check in checks:
        found[check.id if check.id in own else check.severity.label] += check.findings
    for budget in budgets:
        yield Spent(budget, budget.allowed(in_scope), found[budget.target])


def _unbudgeted(checks: Sequence[Judged], budgets: Sequence[Budget]) -> Iterator[Judged]:
    """The checks that no budget is about."""
    own = {budget.target for budget in budgets}
    return (one for one in checks if not own & {one.id, one.severity.label})


def _over_budget(checks: Sequence[Judged], spent: Sequence[Spent]) -> Iterator[str]:
    """The checks whose findings exceed a budget."""
    exceeded = {one.budget.target: one.is_exceeded for one in spent}
    for check in checks:
        if check.findings and exceeded.get(check.id, exceeded.get(check.severity.label)):
            yield check.id
