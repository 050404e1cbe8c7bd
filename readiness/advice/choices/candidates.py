"""What the values of an attribute amount to that may become the source anchor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.advice.silent_checks import (
    AnchorCaseTwins,
    SharedAnchorValues,
    UsersSharingAnchors,
)
from readiness.directory.identifiers.source_anchor import WEIGHT_LIMIT
from readiness.model.counts import AnchorValueCounts
from readiness.model.wording import counted, verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.model.counts import Counts


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
        for number, singular, plural in (
            (self.too_long, "is too long", "are too long"),
            (self.forbidden, "has a forbidden character", "have a forbidden character"),
            (self.case_twins, "", "differ only in case from another"),  # there are always two
            (self.names, "repeats a name of the user", "repeat a name of the user"),
        ):
            if number:
                yield f"{counted(number, 'value')} {verb(number, singular, plural)}"


def candidate_of(attribute: str, counts: Counts, *, is_text: bool) -> Candidate:
    """What was counted of an attribute, which holds text or a GUID."""
    # nobody has the attribute if nothing was counted
    values = counts.anchors.get(attribute.lower(), AnchorValueCounts())

    def unreported(check: str) -> int:
        return counts.unreported.get((check, attribute), 0)

    return Candidate(
        attribute,
        sum(values.weights.values()),
        unreported(SharedAnchorValues.id),
        unreported(UsersSharingAnchors.id),
        max(values.weights, default=None),
        sum(users for weight, users in values.weights.items() if weight >= WEIGHT_LIMIT),
        values.forbidden if is_text else None,
        unreported(AnchorCaseTwins.id) if is_text else None,
        values.names if is_text else None,
    )
