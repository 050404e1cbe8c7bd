"""How many findings came and went, and how much of a directory was ready, in numbers and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from readiness.gating.verdict import Verdict

NOT_ASSESSED = frozenset({Verdict.NOT_ASSESSED, Verdict.INCOMPLETE})
"""With these verdicts nobody knows whether who has no known error is ready."""


class Change(NamedTuple):
    """How many findings came, went and stayed."""

    new: int
    fixed: int
    persisting: int
    not_checked: int
    """Those of the old report of which nobody knows: their checks did not run again, or were asked
    otherwise."""
    not_checked_before: int
    """Those of the new report that may have been there: nobody looked for them, or otherwise."""

    @property
    def is_any(self) -> bool:
        """Whether anything came or went, or may have."""
        return any((self.new, self.fixed, self.not_checked, self.not_checked_before))

    @property
    def sentence(self) -> str:
        """The numbers in words."""
        numbers = [(self.new, "new"), (self.fixed, "fixed"), (self.persisting, "persisting")]
        unknown = [
            (self.not_checked, "not checked again"),
            (self.not_checked_before, "not checked before"),
        ]
        said = (*numbers, *(it for it in unknown if it[0]))
        return ", ".join(f"{number:,} {name}" for number, name in said)


class Readiness(NamedTuple):
    """How much of a directory was ready when a report was made."""

    generated_at: str
    verdict: str
    in_scope: int
    ready: int
    share: float | None
    """Of the objects in scope, rounded; None where there is none, or nobody assessed them."""
    people_in_scope: int
    people_ready: int

    @property
    def is_assessed(self) -> bool:
        """Whether who has no known error is ready."""
        return self.verdict not in NOT_ASSESSED


@dataclass
class Tally:
    """What is counted of the findings of a check."""

    found: int = 0
    """In the new report."""
    came: int = 0
    """In the new report alone."""
    new: int = 0
    gone: int = 0
    """In the old report alone."""
    fixed: int = 0
    gravest: int = 0
