"""What keeps objects from being ready, gathered from the findings of a scan."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from readiness.advice.steps.error_patterns import ErrorPatterns
from readiness.checking.check import DomainCheck
from readiness.checking.keyed_check import SharedKeyCheck
from readiness.directory.addresses.respelling import is_of_own_address, is_respelt
from readiness.model.counts import count
from readiness.model.entry import USERS
from readiness.model.finding import SUPPRESSED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from readiness.checking.check import Check
    from readiness.model.counts import Counts
    from readiness.model.finding import FindingRow

_MANY_HOLDERS = 10
"""A value that so many objects share is decided about by itself."""
_PARTS_MAX = 1000
"""So many domains or values of a check are told apart: those that matter, which many objects have,
are among the first that come, and a directory of strangers may have one for each object."""
_TARGETS_MAX = 100
_PATTERNS_MAX = 20_000

Split = Literal["domain", "value"]
"""What one decision covers of the findings of a check, if not all of them."""


class Part(NamedTuple):
    """What one decision is about."""

    check: str
    value: str | None = None
    """A domain, or a value that many objects share; None: whatever else the check finds."""


MANIFOLD = Part("")
"""Stands for the obstacles of objects that have too many combinations of them to be told apart."""


class Obstacle(NamedTuple):
    """An error of an object."""

    part: Part
    kind: str
    """The kind of the object."""
    is_scripted: bool
    """Whether there is a proposal that collides with nothing and is the only sensible one."""
    is_accepted: bool
    """Whether somebody suppressed it: then it is in nobody's way."""
    is_planned: bool
    """Whether a repair plan has something for it: a proposal or, most likely, ways to choose."""


class Obstacles:
    """Gathers the obstacles of all objects from their findings, which come in any order."""

    def __init__(self, splits: Mapping[str, Split]) -> None:
        """Take what one decision covers, for the checks of which that is not everything."""
        self.patterns = ErrorPatterns[Obstacle](_PATTERNS_MAX, _coarser)
        self.targets: defaultdict[Part, Counter[str]] = defaultdict(Counter)
        """The domains that proposals lead to, with their number."""
        self._splits = splits
        self._values: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, ordinal: int, finding: FindingRow) -> None:
        """Take an error of the object with that ordinal; one without a DN is in no object's way."""
        if not finding.dn:
            return
        part = self._part(finding)
        proposal = finding.proposal
        # where most proposals lead names the step: “in contoso.com instead of corp.local”
        if proposal is not None:
            targets, domain = self.targets[part], proposal.rpartition("@")[2]
            if domain in targets or len(targets) < _TARGETS_MAX:
                targets[domain] += 1
        obstacle = Obstacle(
            part,
            finding.kind,
            is_scripted=proposal is not None
            and (
                not is_respelt(finding.attribute, finding.value, proposal)
                or is_of_own_address(finding.attribute, finding.value)
            ),
            is_accepted=finding.state == SUPPRESSED,
            # without a GUID no program could be sure to find the object again
            is_planned=finding.guid is not None and (proposal is not None or _is_choice(finding)),
        )
        self.patterns.add(ordinal, obstacle)

    def _part(self, finding: FindingRow) -> Part:
        split = self._splits.get(finding.check)
        if split is None:
            return Part(finding.check)
        value = (finding.value or "").strip().lower()
        if split == "domain":
            value = value.rpartition("@")[2]
        # a finding names the other holders, and so tells how many there are without another pass
        elif len(finding.related) < _MANY_HOLDERS - 1:
            return Part(finding.check)
        known = self._values[finding.check]
        if value not in known:
            # bounded, for a directory of strangers has a domain for each of them
            if len(known) >= _PARTS_MAX:
                return Part(finding.check)
            known.add(value)
        return Part(finding.check, value or None)

    def split_of(self, part: Part) -> Split | None:
        """What the value of a part is; None for whatever else its check finds."""
        return None if part.value is None else self._splits.get(part.check)

    def forget(self, ordinal: int) -> None:
        """Let an object have no obstacle."""
        self.patterns.forget(ordinal)

    def count_objects(self, counts: Counts) -> None:
        """Count the objects that are not ready, and those whose errors are all accepted."""
        for pattern, objects in self.patterns.counted():
            is_accepted = all(obstacle.is_accepted for obstacle in pattern)
            # any of them: a pattern is what one object has, and that is of one kind
            kind = next(iter(pattern)).kind
            count(counts.accepted if is_accepted else counts.not_ready, kind, objects)


def _is_choice(finding: FindingRow) -> bool:
    """Whether a repair plan most likely offers ways to settle it, of which somebody takes one.

    Which of several primary addresses stays one; or that one of two who hold an address gives it
    up, who has it as a secondary one. How the other one has it, a finding does not tell.
    """
    if finding.attribute != "proxyAddresses" or finding.value is None:
        return finding.attribute == "proxyAddresses"
    return len(finding.related) == 1 and not finding.value.startswith("SMTP:")


def _coarser(obstacle: Obstacle) -> Obstacle:
    return obstacle._replace(part=MANIFOLD, is_scripted=False, is_planned=False)


def splits_of(checks: Mapping[str, type[Check]]) -> dict[str, Split]:
    """What one decision covers, for the checks of which that is not everything."""
    splits: dict[str, Split] = {}
    for name, check in checks.items():
        # one answer per domain: it is verified, or everybody leaves it
        if issubclass(check, DomainCheck):
            splits[name] = "domain"
        elif issubclass(check, SharedKeyCheck):
            splits[name] = "value"
    return splits


class Case(NamedTuple):
    """Objects that have the same obstacles."""

    parts: frozenset[Part]
    scripted: frozenset[Part]
    """Those of the parts that a script can do for these objects."""
    planned: frozenset[Part]
    """Those for which a repair plan has something."""
    is_person: bool


@dataclass(frozen=True)
class Blocked:
    """What an obstacle keeps from being ready, alone or with others."""

    objects: int
    people: int
    """Those of the objects that are users or inetOrgPersons."""
    people_only: int
    """The people who have no other obstacle."""
    scripted: int
    """The objects for which there is one sensible proposal, which collides with nothing."""
    planned: int
    """The objects for which a repair plan has a change, or changes to choose from."""


def cases_of(obstacles: Obstacles) -> Counter[Case]:
    """Every combination of obstacles that nobody accepted, with the number of objects."""
    cases: Counter[Case] = Counter()
    for pattern, number in obstacles.patterns.counted():
        in_the_way = [obstacle for obstacle in pattern if not obstacle.is_accepted]
        if in_the_way:  # else everything was accepted, and the object is ready
            parts = frozenset(obstacle.part for obstacle in in_the_way)
            manual = {obstacle.part for obstacle in in_the_way if not obstacle.is_scripted}
            planned = frozenset(obstacle.part for obstacle in in_the_way if obstacle.is_planned)
            cases[Case(parts, parts - manual, planned, in_the_way[0].kind in USERS)] += number
    return cases


def blocked_by(cases: Mapping[Case, int]) -> dict[Part, Blocked]:
    """What each obstacle keeps from being ready."""
    objects: Counter[Part] = Counter()
    people: Counter[Part] = Counter()
    alone: Counter[Part] = Counter()
    scripted: Counter[Part] = Counter()
    planned: Counter[Part] = Counter()
    for case, number in cases.items():
        objects.update(dict.fromkeys(case.parts, number))
        scripted.update(dict.fromkeys(case.scripted, number))
        planned.update(dict.fromkeys(case.planned, number))
        if case.is_person:
            people.update(dict.fromkeys(case.parts, number))
            if len(case.parts) == 1:
                alone.update(dict.fromkeys(case.parts, number))
    return {
        part: Blocked(objects[part], people[part], alone[part], scripted[part], planned[part])
        for part in objects
        if part != MANIFOLD
    }


def merged_by_check(cases: Mapping[Case, int]) -> Counter[Case]:
    """The same, as if all that a check finds were one obstacle."""
    return merged(cases, lambda part: Part(part.check))


def merged(cases: Mapping[Case, int], whole: Callable[[Part], Part]) -> Counter[Case]:
    """The same, as if parts of which the same is the whole were one obstacle."""
    found: Counter[Case] = Counter()
    for case, number in cases.items():
        # by a script only where it does every part of the whole
        manual = frozenset(map(whole, case.parts - case.scripted))
        parts = frozenset(map(whole, case.parts))
        planned = frozenset(map(whole, case.planned))
        found[Case(parts, parts - manual, planned, case.is_person)] += number
    return found
