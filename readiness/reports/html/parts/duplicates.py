"""Objects that share what only one may have, as groups: one decision each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness.checking.keyed_check import RELATED

if TYPE_CHECKING:
    from collections.abc import Hashable

    from readiness.model.finding import FindingRow

_LISTED = 40
"""So many groups are listed outside the table of findings."""
_NOTED = 500_000
"""So many groups are told apart: each costs some eighty octets."""


def group_key(finding: FindingRow) -> Hashable:
    """What the findings of one group have in common.

    The objects concerned; but where there are too many to name them all, the value, and not the
    `smtp:` before it.
    """
    if len(finding.related) < RELATED:
        return finding.check, frozenset((finding.dn, *finding.related))
    return finding.check, (finding.value or "").lower().rpartition(":")[2]


@dataclass(frozen=True)
class Group:
    """Objects that share a value."""

    check: str
    attribute: str
    value: str
    holders: list[str]
    """Their DNs, or the first of very many."""
    has_more: bool


@dataclass
class Duplicates:
    """The first groups, and the number of the others."""

    groups: list[Group] = field(default_factory=list)
    unlisted: int = 0
    _known: set[int] = field(default_factory=set)

    def add(self, finding: FindingRow) -> None:
        """Take note of a finding about several objects that share a value.

        What a group has for a member is named there, and shared by nobody.
        """
        if finding.value in finding.related:
            return
        # the hash and not the key: that holds the DNs of all objects of the group
        key = hash(group_key(finding))
        if key in self._known or len(self._known) >= _NOTED:
            return
        self._known.add(key)
        if len(self.groups) >= _LISTED:
            self.unlisted += 1
            return
        holders = sorted({finding.dn, *finding.related})
        has_more = len(finding.related) >= RELATED
        value = finding.value or ""
        self.groups.append(Group(finding.check, finding.attribute, value, holders, has_more))
