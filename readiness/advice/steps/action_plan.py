"""What to do first: the few decisions that make most people ready, in their order.

An object is ready once all of its obstacles are gone. A decision removes an obstacle from
everybody: all that a check finds or, where that is too much for one answer, what it finds in one
domain, or about one value that many share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from readiness.advice.steps.action_step import ActionStep, OtherPart, named_domains, step_title
from readiness.advice.steps.decisions import decisions, shared_decisions
from readiness.advice.steps.obstacles import (
    MANIFOLD,
    Case,
    Part,
    blocked_by,
    cases_of,
    merged,
    merged_by_check,
)
from readiness.advice.waves import NEVER
from readiness.model.wording import verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from readiness.advice.steps.obstacles import Blocked, Obstacles
    from readiness.checking.documentation import Doc


class LaterDecision(NamedTuple):
    """What is left to decide about the findings of a check once the plan is done."""

    check: str
    title: str
    blocked: Blocked

    @property
    def waiting(self) -> str:
        """Who waits for it, in a sentence."""
        people, alone = self.blocked.people, self.blocked.people_only
        if not people:
            return "Nobody’s own account waits for it."  # noqa: RUF001 - an apostrophe
        who = f"{people:,} {verb(people, 'person waits', 'people wait')} for"
        if alone == people:
            return f"{who} this alone."
        return f"{who} it, {alone:,} of them for this alone." if alone else f"{who} it."


@dataclass(frozen=True)
class ActionPlan:
    """The steps, what is left behind them, and what each check keeps from being ready."""

    steps: tuple[ActionStep, ...] = ()
    later: tuple[LaterDecision, ...] = ()
    """By check, that first for which most people wait."""
    by_check: Mapping[str, Blocked] = field(default_factory=dict)


def action_plan(
    obstacles: Obstacles,
    docs: Mapping[str, Doc],
    *,
    objects: int,
    people: int,
    targets_known: Mapping[tuple[str, str], int] | None,
) -> ActionPlan:
    """The plan for a directory with so many objects in scope, and so many people among them.

    `targets_known` tells how many people of a domain have a mail address in another one, which
    says where they go; None where only one domain is verified, so that everybody goes there.
    """
    cases = cases_of(obstacles)
    by_part = blocked_by(cases)
    together = shared_decisions(by_part, docs)
    by_decision = merged(cases, lambda part: together.get(part, (part,))[0])
    blocked = blocked_by(by_decision)
    of_people: Counter[frozenset[Part]] = Counter()
    for case, number in by_decision.items():
        # who has too many obstacles to be told apart is never promised to be freed
        if case.is_person and MANIFOLD not in case.parts:
            of_people[case.parts] += number
    steps: list[ActionStep] = []
    removed: set[Part] = set()
    ready = _ready(by_decision, removed, objects, people)
    for step, part in enumerate(decisions(of_people, people), start=1):
        removed.add(part)
        before, ready = ready, _ready(by_decision, removed, objects, people)
        # `get`, since to ask a defaultdict for a part would make it one
        targets = obstacles.targets.get(part, Counter()).most_common(1)
        steps.append(
            ActionStep(
                step,
                part,
                obstacles.split_of(part),
                docs[part.check],
                tuple(OtherPart(it, docs[it.check], by_part[it]) for it in together[part][1:]),
                targets[0][0] if targets else None,
                bool(targets)
                and targets_known is not None
                and targets_known.get((part.value or "", targets[0][0]), 0) < blocked[part].people,
                blocked[part],
                by_part[part],
                people_ready_before=before.people,
                people_ready_after=ready.people,
                objects_ready_before=before.objects,
                objects_ready_after=ready.objects,
            )
        )
    settled = {part for step in steps for part in step.parts}
    by_check = {part.check: it for part, it in blocked_by(merged_by_check(cases)).items()}
    return ActionPlan(
        tuple(steps),
        tuple(_later(obstacles, cases, settled, docs)),
        dict(sorted(by_check.items())),
    )


def _later(
    obstacles: Obstacles, cases: Mapping[Case, int], removed: set[Part], docs: Mapping[str, Doc]
) -> Iterator[LaterDecision]:
    """What is left to decide, check by check, once some obstacles are gone."""
    left: Counter[Case] = Counter()
    domains: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case, number in cases.items():
        if parts := case.parts - removed:
            scripted, planned = case.scripted - removed, case.planned - removed
            left[Case(parts, scripted, planned, case.is_person)] += number
            for part in parts:
                if part.value is not None and obstacles.split_of(part) == "domain":
                    domains[part.check][part.value] += number
    blocked = blocked_by(merged_by_check(left))
    for part in sorted(blocked, key=lambda it: (-blocked[it].people, -blocked[it].objects, it)):
        title = step_title(docs[part.check], blocked[part], named_domains(domains[part.check]))
        yield LaterDecision(part.check, title, blocked[part])


def ready_after(obstacles: Obstacles, plan: ActionPlan) -> Iterator[tuple[int, bytes]]:
    """After which step each object is ready, an octet each, behind the ordinal of the first.

    0 stands for today, NEVER for objects that the plan does not make ready. Objects without errors
    are left out where they are many in a row.
    """
    step_of = {part: step.step for step in plan.steps for part in step.parts}
    # by pattern and not by object: there are hundreds of the former, millions of the latter
    meanings = {
        number: max(
            (step_of.get(error.part, NEVER) for error in pattern if not error.is_accepted),
            default=0,
        )
        for number, pattern in obstacles.patterns.numbered()
    }
    return obstacles.patterns.translated(meanings)


class _Ready(NamedTuple):
    people: int
    objects: int


def _ready(cases: Mapping[Case, int], removed: set[Part], objects: int, people: int) -> _Ready:
    """Who is ready once some obstacles are gone, of so many."""
    for case, number in cases.items():
        if not case.parts <= removed:
            objects -= number
            people -= case.is_person * number
    return _Ready(people, objects)
