"""What to do first: the few decisions that make most people ready, in their order.

An object is ready once all of its obstacles are gone. A decision removes an obstacle from
everybody: all that a check finds or, where that is too much for one answer, what it finds in one
domain, or about one value that many share.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Literal, NamedTuple

from readiness.advice.obstacles import (
    MANIFOLD,
    Case,
    Part,
    blocked_by,
    cases_of,
    merged_by_check,
)
from readiness.advice.waves import NEVER
from readiness.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from readiness.advice.obstacles import Blocked, Obstacles, Split
    from readiness.checking.documentation import Doc

STEPS_MAX = 5
"""A plan has at most so many steps: whoever decides must be able to take it in."""
_ENOUGH = 0.99
"""The share of people who are ready, from which on no further step is looked for."""
_SCRIPTED_SHARE = 0.9
"""The share of objects with a proposal, from which on a step is mostly a script's work."""
# a full stop behind a letter or a bracket: not that of “`'` and `.`”, which is about characters
_SENTENCE = re.compile(r".*?[^\W_][)”]?\.(?=\s|\Z)", re.DOTALL)
_SCRIPTED_A_MINUTE, _CONFIRMED_A_MINUTE, _MINUTES_A_DECISION = 1200, 3, 3
"""How long things take: a script changes some 20 objects a second, somebody reads a proposal in
20 seconds, and a decision of one's own takes 3 minutes."""


@dataclass(frozen=True)
class ActionStep:
    """One decision, and what comes of it."""

    step: int
    part: Part
    covers: Split | None
    """What the part's value is: a domain, or a value that many objects share."""
    doc: Doc
    """The words of the check that finds it."""
    target: str | None
    """The domain to which most proposals lead."""
    blocked: Blocked
    people_ready_before: int
    people_ready_after: int
    objects_ready_before: int
    objects_ready_after: int

    @property
    def title(self) -> str:
        """What to do, in a sentence."""
        return _title(self.doc, self.blocked, self.part.value, self.target)

    @property
    def action(self) -> str:
        """A word for programs, the same for every directory."""
        return self.doc.action or f"mend-{self.part.check}"

    @property
    def filter(self) -> dict[str, str]:
        """What picks its findings from all: the `check` and, if need be, `domain` or `value`."""
        picks = {"check": self.part.check}
        if self.covers and self.part.value is not None:
            picks[self.covers] = self.part.value
        return picks

    @property
    def why(self) -> str:
        """What the cloud would do otherwise, in the first sentence that the check says of it."""
        sentence = _SENTENCE.match(self.doc.text)
        return sentence[0] if sentence else self.doc.text

    @property
    def decisions(self) -> int:
        """How often somebody has to decide: once for a shared value, else once an object."""
        undecided = self.blocked.objects - self.blocked.scripted
        # a value with a target is a domain that is left: there, each object needs a name of its own
        is_shared = self.part.value is not None and not self.target
        return min(undecided, 1) if is_shared else undecided

    @property
    def mode(self) -> Literal["script", "decision"]:
        """What most of the work is."""
        share = self.blocked.scripted / self.blocked.objects
        return "script" if share >= _SCRIPTED_SHARE else "decision"

    @property
    def minutes(self) -> int:
        """A rough estimate of the work."""
        pace = _SCRIPTED_A_MINUTE if self.mode == "script" else _CONFIRMED_A_MINUTE
        return ceil(self.blocked.scripted / pace) + _MINUTES_A_DECISION * self.decisions


class LaterDecision(NamedTuple):
    """What is left to decide about the findings of a check once the plan is done."""

    check: str
    title: str
    blocked: Blocked


@dataclass(frozen=True)
class ActionPlan:
    """The steps, what is left behind them, and what each check keeps from being ready."""

    steps: tuple[ActionStep, ...] = ()
    later: tuple[LaterDecision, ...] = ()
    """By check, that first for which most people wait."""
    by_check: Mapping[str, Blocked] = field(default_factory=dict)


def action_plan(
    obstacles: Obstacles, docs: Mapping[str, Doc], *, objects: int, people: int
) -> ActionPlan:
    """The plan for a directory with so many objects in scope, and so many people among them."""
    cases = cases_of(obstacles)
    by_part = blocked_by(cases)
    of_people: Counter[frozenset[Part]] = Counter()
    for case, number in cases.items():
        # who has too many obstacles to be told apart is never promised to be freed
        if case.is_person and MANIFOLD not in case.parts:
            of_people[case.parts] += number
    steps: list[ActionStep] = []
    removed: set[Part] = set()
    ready = _ready(cases, removed, objects, people)
    for step, part in enumerate(decisions(of_people, people), start=1):
        removed.add(part)
        before, ready = ready, _ready(cases, removed, objects, people)
        # `get`, since to ask a defaultdict for a part would make it one
        targets = obstacles.targets.get(part, Counter()).most_common(1)
        steps.append(
            ActionStep(
                step,
                part,
                obstacles.split_of(part),
                docs[part.check],
                targets[0][0] if targets else None,
                by_part[part],
                people_ready_before=before.people,
                people_ready_after=ready.people,
                objects_ready_before=before.objects,
                objects_ready_after=ready.objects,
            )
        )
    by_check = {part.check: it for part, it in blocked_by(merged_by_check(cases)).items()}
    return ActionPlan(
        tuple(steps),
        tuple(_later(cases, removed, docs)),
        dict(sorted(by_check.items())),
    )


def _later(
    cases: Mapping[Case, int], removed: set[Part], docs: Mapping[str, Doc]
) -> Iterator[LaterDecision]:
    """What is left to decide, check by check, once some obstacles are gone."""
    left: Counter[Case] = Counter()
    for case, number in cases.items():
        if parts := case.parts - removed:
            left[Case(parts, case.scripted - removed, case.is_person)] += number
    blocked = blocked_by(merged_by_check(left))
    for part in sorted(blocked, key=lambda it: (-blocked[it].people, -blocked[it].objects, it)):
        title = _title(docs[part.check], blocked[part])
        yield LaterDecision(part.check, title, blocked[part])


def _title(doc: Doc, blocked: Blocked, part: str | None = None, target: str | None = None) -> str:
    """What to do, in a sentence."""
    who = counted(blocked.objects, "object")
    if blocked.objects == blocked.people:
        who = "1 person" if blocked.people == 1 else f"{blocked.people:,} people"
    words = {"{who}": who, "{target}": target or "a verified domain"}
    words["{part}"] = part or "the domain of each"
    title = doc.step or f"Put right for {{who}}: {doc.title}"
    # not str.format: a check of somebody's own may have braces of its own in its text
    for placeholder, word in words.items():
        title = title.replace(placeholder, word)
    return title


def ready_after(obstacles: Obstacles, plan: ActionPlan) -> Iterator[tuple[int, bytes]]:
    """After which step each object is ready, an octet each, behind the ordinal of the first.

    0 stands for today, NEVER for objects that the plan does not make ready. Objects without errors
    are left out where they are many in a row.
    """
    step_of = {step.part: step.step for step in plan.steps}
    # by pattern and not by object: there are hundreds of the former, millions of the latter
    meanings = {
        number: max(
            (step_of.get(error.part, NEVER) for error in pattern if not error.is_accepted),
            default=0,
        )
        for number, pattern in obstacles.patterns.numbered()
    }
    return obstacles.patterns.translated(meanings)


def decisions(people: Mapping[frozenset[Part], int], total: int) -> Iterator[Part]:
    """What to decide first, given how many of all people have each combination of obstacles.

    The next decision is the one that frees most people. Where none frees anybody alone, it is one
    of those that together free most people, and of these the one that most people wait for.
    """
    left = Counter(people)
    for _ in range(STEPS_MAX):
        if not left:
            return
        # whoever has fewest obstacles is freed first; with one obstacle, by the next decision
        fewest = min(map(len, left))
        together = min(
            (parts for parts in left if len(parts) == fewest),
            key=lambda parts: (-left[parts], sorted(map(_sortable, parts))),
        )
        # of what must go together, that comes first which helps most people on their way
        waiting: Counter[Part] = Counter()
        for parts, number in left.items():
            waiting.update(dict.fromkeys(parts, number))
        chosen = min(together, key=lambda part: (-waiting[part], _sortable(part)))
        yield chosen
        rest: Counter[frozenset[Part]] = Counter()
        for parts, number in left.items():
            rest[parts - {chosen}] += number
        del rest[frozenset()]
        left = rest
        # asked after a step, so that whoever waits alone in a ready directory has a plan, too
        if total - left.total() >= _ENOUGH * total:
            return


def _sortable(part: Part) -> tuple[str, str]:
    return part.check, part.value or ""


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
