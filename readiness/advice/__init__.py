"""What follows from the counts of a scan: what to choose, what to do first, and who can go when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.advice.choices import anchor, identity_model, suffixes, sync_tool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readiness.advice.choices.anchor import AnchorAdvice
    from readiness.advice.choices.identity_model import ModelAdvice
    from readiness.advice.choices.suffixes import Suffix
    from readiness.advice.choices.sync_tool import ToolAdvice
    from readiness.advice.section import Section
    from readiness.checking.outcome import CheckOutcome
    from readiness.model.counts import Counts
    from readiness.model.plan import Plan


@dataclass(frozen=True)
class Advice:
    """Everything, as data."""

    source_anchor: AnchorAdvice
    identity_model: ModelAdvice
    sync_tool: ToolAdvice
    upn_suffixes: tuple[Suffix, ...]


def advise(plan: Plan, counts: Counts, checks: Sequence[CheckOutcome]) -> Advice:
    """The advice that follows from the counts of a scan."""
    return Advice(
        anchor.advise(plan, counts, checks),
        identity_model.advise(plan, counts, checks),
        sync_tool.advise(plan, counts),
        suffixes.advise(plan, counts),
    )


def sections(advice: Advice, plan: Plan) -> tuple[Section, ...]:
    """The advice as tables; none where there are no users."""
    if not advice.source_anchor.users:
        return ()
    return (
        anchor.section(advice.source_anchor),
        identity_model.section(advice.identity_model),
        sync_tool.section(advice.sync_tool),
        *([suffixes.section(advice.upn_suffixes, plan)] if advice.upn_suffixes else []),
    )
