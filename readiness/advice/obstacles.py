"""What keeps objects from being ready, gathered from the findings of a scan."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal, NamedTuple

from readiness.advice.error_patterns import ErrorPatterns
from readiness.checking.check import DomainCheck, SharedKeyCheck
from readiness.model.counts import count
from readiness.model.finding import SUPPRESSED

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    """Whether there is a proposal that collides with nothing."""
    is_accepted: bool
    """Whether somebody suppressed it: then it is in nobody's way."""


class Obstacles:
    """Gathers the obstacles of all objects from their findings, which come in any order."""

    def __init__(self, splits: Mapping[str, Split]) -> None:
        """Take what one decision covers, for the checks of which that is not everything."""
        self.patterns = ErrorPatterns[Obstacle](
            _PATTERNS_MAX, lambda obstacle: obstacle._replace(part=MANIFOLD, is_scripted=False)
        )
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
        if proposal is not None:
            targets, domain = self.targets[part], proposal.rpartition("@")[2]
            if domain in targets or len(targets) < _TARGETS_MAX:
                targets[domain] += 1
        is_accepted = finding.state == SUPPRESSED
        obstacle = Obstacle(part, finding.kind, proposal is not None, is_accepted)
        self.patterns.add(ordinal, obstacle)

    def _part(self, finding: FindingRow) -> Part:
        split = self._splits.get(finding.check)
        if split is None:
            return Part(finding.check)
        value = (finding.value or "").strip().lower()
        if split == "domain":
            value = value.rpartition("@")[2]
        elif len(finding.related) < _MANY_HOLDERS - 1:
            return Part(finding.check)
        known = self._values[finding.check]
        if value not in known:
            if len(known) >= _PARTS_MAX:
                return Part(finding.check)
            known.add(value)
        return Part(finding.check, value or None)

    def forget(self, ordinal: int) -> None:
        """Let an object have no obstacle."""
        self.patterns.forget(ordinal)

    def count_objects(self, counts: Counts) -> None:
        """Count the objects that are not ready, and those whose errors are all accepted."""
        for pattern, objects in self.patterns.counted():
            is_accepted = all(obstacle.is_accepted for obstacle in pattern)
            kind = next(iter(pattern)).kind
            count(counts.accepted if is_accepted else counts.not_ready, kind, objects)


def splits_of(checks: Mapping[str, type[Check]]) -> dict[str, Split]:
    """What one decision covers, for the checks of which that is not everything."""
    splits: dict[str, Split] = {}
    for name, check in checks.items():
        if issubclass(check, DomainCheck):
            splits[name] = "domain"
        elif issubclass(check, SharedKeyCheck):
            splits[name] = "value"
    return splits
