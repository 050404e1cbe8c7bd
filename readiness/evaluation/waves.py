"""Groups of users, each of which may be a wave of the migration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readiness.model.entry import USERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readiness.model.counts import Counts
    from readiness.model.entry import Entry

BY = ("ou", "suffix", "department")
"""What users can be grouped by."""
READS: dict[str | None, tuple[str, ...]] = {"department": ("department",)}
"""The attributes that a grouping needs, beside those of the scan itself."""
NONE = "(none)"
"""The group of users that have no department."""
_FIRST_NAME = re.compile(r"(?:\\.|[^\\,])*,\s*", re.DOTALL)


def group_of(entry: Entry, by: str | None) -> str | None:
    """The group of an entry; None for what is no user. `Tally.suffixes` has groups by suffix."""
    if entry.kind not in USERS:
        return None
    if by == "ou":
        return _FIRST_NAME.sub("", entry.dn, count=1)
    return (entry.first("department") or "").strip() or NONE if by == "department" else None


def group_counts(counts: Counts, by: str | None) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The users of each group, and those of them that are not ready."""
    if by == "suffix":
        return counts.suffixes, counts.suffixes_not_ready
    return counts.groups, counts.groups_not_ready
