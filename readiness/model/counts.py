"""What a scan counts; the counts of partitions add up to those of the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from readiness.model.finding import Severity

_K = TypeVar("_K")


class Addable:
    """A dataclass of numbers, and of dictionaries of them, that adds up field by field."""

    def __iadd__(self, other: Self) -> Self:
        """Add the counts of another partition, which may not be used afterwards."""
        for name, theirs in vars(other).items():
            setattr(self, name, _sum(getattr(self, name), theirs))
        return self


def _sum(ours: Any, theirs: Any) -> Any:
    if not isinstance(ours, dict):
        ours += theirs
        return ours
    # key by key, since Counter.__add__ would drop zeros and make a new dictionary each time
    for key, value in theirs.items():
        ours[key] = _sum(ours[key], value) if key in ours else value
    return ours


@dataclass
class AnchorValueCounts(Addable):
    """The values of one attribute that may become the source anchor; one value for each user."""

    weights: dict[int, int] = field(default_factory=dict)
    """The number of users by the characters that Entra ID counts of their value."""
    forbidden: int = 0
    """The values with a character that no anchor may have."""
    names: int = 0
    """The values that repeat a name of their user."""


@dataclass
class Counts(Addable):
    """Counts of a partition, or of all of them."""

    entries: int = 0
    in_scope: dict[str, int] = field(default_factory=dict)
    """Entries that the sync engine takes in, by kind."""
    not_ready: dict[str, int] = field(default_factory=dict)
    """Those of them that have an error that nobody accepted, by kind."""
    accepted: dict[str, int] = field(default_factory=dict)
    """Those that are ready although they have errors, since all of these were accepted, by kind."""
    out_of_scope: dict[str, int] = field(default_factory=dict)
    """Entries that it does not take in, by reason."""
    left_out_people: int = 0
    """Those of them whom somebody will miss in the cloud."""
    suffixes: dict[str, int] = field(default_factory=dict)
    """Users in scope by UPN suffix, in lower case."""
    suffixes_not_ready: dict[str, int] = field(default_factory=dict)
    """Those of them who have an error that nobody accepted."""
    findings: dict[tuple[str, Severity], int] = field(default_factory=dict)
    """Findings by check and severity."""
    unreported: dict[tuple[str, str], int] = field(default_factory=dict)
    """Findings of silent checks, by check and attribute."""
    previewed: dict[str, int] = field(default_factory=dict)
    """Objects that will be otherwise in the cloud, by what changes; empty unless that was asked."""
    outcomes: dict[str, int] = field(default_factory=dict)
    """Outcomes of objects beside those of a tenant; empty unless one was named."""
    untold: dict[str, int] = field(default_factory=dict)
    """Objects of which the export of the tenant does not tell what becomes, by kind."""
    essentials: dict[str, int] = field(default_factory=dict)
    """Users in scope that have what every user needs, by what that is."""
    anchors: dict[str, AnchorValueCounts] = field(default_factory=dict)
    """What the users in scope hold, by attribute in lower case."""
    consistency_guids: int = 0
    """Objects of every kind, in scope or not, that have a mS-DS-ConsistencyGuid."""
    own_consistency_guids: int = 0
    """Users in scope whose mS-DS-ConsistencyGuid is their objectGUID."""
    domains: dict[str, int] = field(default_factory=dict)
    """Objects in scope by the domain of the directory that they are in; of the first thousand."""
    large_groups: int = 0
    """Groups in scope with more members than Cloud Sync takes."""
    linked: int = 0
    """Objects, in scope or not, whose account is in another forest."""
    mail_domains: dict[tuple[str, str], int] = field(default_factory=dict)
    """Users by a UPN suffix that nobody can verify and the domain of their mail address."""

    def findings_by_check(self) -> dict[str, int]:
        """Findings of any severity, by check."""
        found: dict[str, int] = {}
        for (check, _), number in sorted(self.findings.items()):
            count(found, check, number)
        return found


def count(counts: dict[_K, int], key: _K, number: int = 1) -> None:
    """Count one more, or several; nothing where there is none."""
    if number:
        counts[key] = counts.get(key, 0) + number
