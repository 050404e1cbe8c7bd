"""What the values of an attribute amount to that may become the source anchor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.advice.statistics import of_anchor
from readiness.directory.source_anchor import OBJECT_GUID, WEIGHT_LIMIT
from readiness.gating.gate import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

GUID_WEIGHT = 24
"""The characters that Entra ID makes of the 16 octets of a GUID."""


@dataclass(frozen=True)
class Candidate:
    """What the values of one attribute of the users in scope amount to."""

    attribute: str
    users_with_value: int
    shared_values: int
    """The values that more than one user holds."""
    users_sharing: int
    longest: int | None
    """The characters that Entra ID counts, of the longest value."""
    too_long: int
    forbidden: int | None
    """The values with a character that no anchor may have; None for a GUID."""
    case_twins: int | None
    """The values that differ from another one only in case; None for a GUID."""
    names: int | None
    """The values that repeat a name of their user; None for a GUID."""

    def flaws(self, users: int) -> Iterator[str]:
        """What speaks against the attribute as the anchor of so many users."""
        absent = users - self.users_with_value
        if absent:
            yield f"{counted(absent, 'user')} {verb(absent, 'has', 'have')} none"
        if self.users_sharing:
            shared = "a value" if self.shared_values == 1 else f"{self.shared_values:,} values"
            yield f"{counted(self.users_sharing, 'user')} share {shared}"
        for number, one, several in (
            (self.too_long, "is too long", "are too long"),
            (self.forbidden, "has a forbidden character", "have a forbidden character"),
            (self.case_twins, "", "differ only in case from another"),
            (self.names, "repeats a name of the user", "repeat a name of the user"),
        ):
            if number:
                yield f"{counted(number, 'value')} {verb(number, one, several)}"


def of_guid(attribute: str, noted: Mapping[str, int], users: int) -> Candidate:
    """What was noted of a GUID, which so many users have."""
    weights = weights_of(attribute, noted)
    if attribute == OBJECT_GUID and users:
        weights = {GUID_WEIGHT: users}
    return Candidate(
        attribute,
        users,
        noted.get(of_anchor(attribute, "shared"), 0),
        noted.get(of_anchor(attribute, "sharing"), 0),
        max(weights, default=None),
        _too_long(weights),
        None,
        None,
        None,
    )


def of_text(attribute: str, noted: Mapping[str, int]) -> Candidate:
    """What was noted of an attribute in text."""
    weights = weights_of(attribute, noted)
    return Candidate(
        attribute,
        sum(weights.values()),
        noted.get(of_anchor(attribute, "shared"), 0),
        noted.get(of_anchor(attribute, "sharing"), 0),
        max(weights, default=None),
        _too_long(weights),
        noted.get(of_anchor(attribute, "forbidden"), 0),
        noted.get(of_anchor(attribute, "twin"), 0),
        noted.get(of_anchor(attribute, "name"), 0),
    )


def weights_of(attribute: str, noted: Mapping[str, int]) -> dict[int, int]:
    """The number of values by the characters that they count as."""
    start = of_anchor(attribute, "weight/")
    return {
        int(name.removeprefix(start)): users
        for name, users in noted.items()
        if name.startswith(start)
    }


def _too_long(weights: Mapping[int, int]) -> int:
    return sum(values for weight, values in weights.items() if weight >= WEIGHT_LIMIT)


def verb(number: int, one: str, several: str) -> str:
    """The verb that goes with a number."""
    return one if number == 1 else several
