"""Decides whether a migration may go on, and says why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.model import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Gate:
    """What the gate was asked, and what it decided."""

    fail_on: Severity | None
    """The least severity that fails; None: findings never do."""
    verdict: str
    """`ready`, `not-ready`, `incomplete` or `empty`."""
    reasons: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the migration may go on."""
        return not self.reasons

    @property
    def status(self) -> int:
        """The exit status of the program."""
        return {"ready": 0, "not-ready": 1, "incomplete": 3, "empty": 4}[self.verdict]


def judge(
    counts: Mapping[Severity, int],
    *,
    fail_on: Severity | None,
    in_scope: int,
    unread: int,
) -> Gate:
    """The gate for the number of findings of each severity.

    `in_scope` is the number of entries in scope, `unread` of things that were not read, or not to
    their end: never a false "ready".
    """
    reasons = []
    if unread:
        reasons.append(f"the scan is incomplete: {counted(unread, 'problem')} to solve first")
    elif not in_scope:
        reasons.append("the sources hold no object that would be synchronised")
    blocking = sum(n for severity, n in counts.items() if fail_on and severity >= fail_on)
    if fail_on and blocking:
        reasons.append(f"{counted(blocking, 'finding')} at or above {fail_on.label}")
    if unread:
        verdict = "incomplete"
    elif not in_scope:
        verdict = "empty"
    else:
        verdict = "not-ready" if blocking else "ready"
    return Gate(fail_on, verdict, tuple(reasons))


def counted(number: int, noun: str) -> str:
    """A number and its noun: `1 finding`, `1,200 findings`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
