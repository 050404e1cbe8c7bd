"""What a scan counts; the counts of partitions add up to those of the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self


@dataclass
class Counts:
    """Counts of a part of the scan; parts add up to the whole."""

    entries: int = 0
    in_scope: dict[str, int] = field(default_factory=dict)
    not_ready: dict[str, int] = field(default_factory=dict)
    out_of_scope: dict[str, int] = field(default_factory=dict)
    suffixes: dict[str, int] = field(default_factory=dict)
    suffixes_not_ready: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    groups_not_ready: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    essentials: dict[str, int] = field(default_factory=dict)
    noted: dict[str, int] = field(default_factory=dict)
    """What is counted for the advice of a report: see `notes` and `survey`."""

    def mark_not_ready(self, kind: str, suffix: str | None, group: str | None) -> None:
        """Count an entry in scope as not ready."""
        count(self.not_ready, kind)
        if suffix is not None:
            count(self.suffixes_not_ready, suffix)
        if group is not None:
            count(self.groups_not_ready, group)

    def __iadd__(self, other: Counts) -> Self:
        """Add the counts of another part."""
        self.entries += other.entries
        for name, counts in vars(other).items():
            if isinstance(counts, dict):
                mine = getattr(self, name)
                for key, count in counts.items():
                    mine[key] = mine.get(key, 0) + count
        return self


def count(counts: dict[str, int], key: str, number: int = 1) -> None:
    """Count one more, or several; nothing where there is none."""
    if number:
        counts[key] = counts.get(key, 0) + number
