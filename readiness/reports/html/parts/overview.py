"""What one look at all findings tells the HTML report: examples, counts of objects, duplicates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness.model.finding import Severity
from readiness.reports.html.dn_display import path_of, split
from readiness.reports.html.parts.duplicates import Duplicates

if TYPE_CHECKING:
    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result

EXAMPLES = 3
"""So many findings stand below each check."""
FIRST = 25
"""So many findings can be read without scripts: up to three of each error, one of the others."""
_CONTAINERS = 50_000
"""The errors of so many containers are counted; of more, those of the first."""


@dataclass
class Overview:
    """What one look at all findings tells; small, whatever their number."""

    first: list[FindingRow] = field(default_factory=list)
    examples: dict[str, list[FindingRow]] = field(default_factory=dict)
    """The first findings of each check."""
    objects: dict[str, int] = field(default_factory=dict)
    """The number of objects by check."""
    duplicates: Duplicates = field(default_factory=Duplicates)
    containers: dict[str, list[int]] = field(default_factory=dict)
    """The numbers of errors, warnings and infos by the container they are in."""
    _last: tuple[str, str] = ("", "")

    def add(self, finding: FindingRow) -> None:
        """Take note of the next finding in the order of the report."""
        examples = self.examples.setdefault(finding.check, [])
        if len(examples) < EXAMPLES:
            examples.append(finding)
            is_grave = finding.severity is Severity.ERROR
            if len(self.first) < FIRST and (is_grave or len(examples) == 1):
                self.first.append(finding)
        # the findings of a check come by DN, so those of one object follow each other
        this = (finding.check, finding.dn)
        if this != self._last:
            self.objects[finding.check] = self.objects.get(finding.check, 0) + 1
            self._last = this
        self._count(finding)
        if finding.related:
            self.duplicates.add(finding)

    def _count(self, finding: FindingRow) -> None:
        # a container for every object would be a hostile directory: then the first ones count
        parent = split(finding.dn)[1]
        if parent in self.containers or len(self.containers) < _CONTAINERS:
            counts = self.containers.setdefault(parent, [0, 0, 0])
            counts[Severity.ERROR - finding.severity] += 1

    def worst_containers(self, most: int) -> list[tuple[str, list[int]]]:
        """The containers with most errors, as paths, with their counts."""
        ranked = sorted(self.containers.items(), key=lambda item: ([-n for n in item[1]], item[0]))
        return [(path_of(parent), counts) for parent, counts in ranked[:most]]


def overview(result: Result) -> Overview:
    """Look at every finding once."""
    seen = Overview()
    for finding in result.findings():
        seen.add(finding)
    return seen
