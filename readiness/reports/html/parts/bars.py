"""Bars of readiness: what is ready is their length, and only what is whole looks whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.gating.verdict import Verdict
from readiness.reports.texts.answer import promised_steps
from readiness.reports.texts.phrases import is_assessed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readiness.pipeline.result import Result

_LEAST = 0.7
"""Percent: one person of a million is seen, and so is one who is missing."""


class Rung(NamedTuple):
    """A part of the ladder below the answer, with its legend."""

    form: str
    """How it is drawn: `ready`, `soon`, `read`, or the ground: `hatch` or `unknown`."""
    people: int | None
    """None where nobody knows."""
    legend: str


def spans(parts: Sequence[tuple[str, int]], whole: int) -> Iterator[tuple[str, str, str]]:
    """The parts of a bar 100 wide, as their form, their start and their width."""
    present = [(form, count) for form, count in parts if count > 0]
    if not present or whole <= 0:
        return
    widths = [max(100 * count / whole, _LEAST) for _, count in present]
    room = 100.0 if sum(count for _, count in present) >= whole else 100 - _LEAST
    widest = widths.index(max(widths))
    # what the least widths take too much, the widest part gives: nobody sees it there
    widths[widest] -= max(sum(widths) - room, 0)
    start = 0.0
    for (form, _), width in zip(present, widths, strict=True):
        yield form, f"{start:.2f}", f"{width:.2f}"
        start += width


def ladder(result: Result) -> list[Rung]:
    """Who is ready today, and what is known of the others."""
    people = result.people if result.people.in_scope else result.objects
    if not people.in_scope:
        return []
    if result.verdict is Verdict.INCOMPLETE and result.assessment.gaps.unread:
        return [
            Rung("ready", people.ready, "read, without an error"),
            Rung("read", people.not_ready, "read, with an error"),
            Rung("unknown", None, "not read: nobody knows how many"),
        ]
    if not is_assessed(result):
        known = [Rung("read", people.not_ready, "with an error")] if people.not_ready else []
        return [*known, Rung("unknown", people.ready, "without a known error, not assessed")]
    rungs = [Rung("ready", people.ready, "ready today")]
    steps = promised_steps(result)
    if not steps:
        return [*rungs, Rung("hatch", people.not_ready, "not ready")] if people.not_ready else rungs
    soon = result.action_plan.steps[-1].people_ready_after
    which = "step 1" if steps == 1 else f"steps 1 to {steps}"
    rungs.append(Rung("soon", soon - people.ready, f"more after {which}"))
    if people.in_scope > soon:
        rungs.append(Rung("hatch", people.in_scope - soon, "need further decisions"))
    return rungs


def ladder_spans(rungs: Sequence[Rung]) -> Iterator[tuple[str, str, str]]:
    """The parts of the ladder that are drawn on its ground."""
    drawn = [(rung.form, rung.people or 0) for rung in rungs if rung.form not in _GROUNDS]
    whole = sum(rung.people or 0 for rung in rungs)
    if any(rung.people is None for rung in rungs):
        whole += whole // 2 + 1  # a stretch of the ground stands for what nobody knows
    return spans(drawn, whole)


_GROUNDS = frozenset({"hatch", "unknown"})
