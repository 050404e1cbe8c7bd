"""What becomes of one object, as a row that is stored, sorted, redacted and reported."""

from __future__ import annotations

from typing import NamedTuple

from readiness.cloud.matching.outcome import Outcome

Shown = dict[str, "str | bool | None"]
"""Values by the names of the JSON report."""


class PartnerRow(NamedTuple):
    """The tenant's object that an object meets."""

    number: int
    """Its number among the objects of the export."""
    id: str | None
    """None where it is hidden."""
    kind: str
    user_principal_name: str
    display_name: str


class OutcomeRow(NamedTuple):
    """One outcome of one object; several may be true of it.

    Rows sort by the first two fields, which tell any two apart.
    """

    ordinal: int
    place: int
    """0 for the leading outcome."""
    dn: str
    guid: str | None
    kind: str
    line: int | None
    """That of the entry, counted from the beginning of its partition."""
    outcome: str
    severity: str | None
    """None where there is nothing to say."""
    reason: str
    attribute: str
    """Through which they meet, or which keeps from telling whether they do; else empty."""
    value: str
    is_probable: bool = False
    partner: PartnerRow | None = None
    before: Shown = {}  # noqa: RUF012 - never changed
    """What is overwritten, if it is adopted."""
    after: Shown = {}  # noqa: RUF012 - never changed
    lost_addresses: tuple[str, ...] = ()
    password_replaced: bool | None = None
    """None where nothing is adopted, or the plan does not tell the identity model."""
    identity: tuple[object, ...] = ()
    """The fields of its Identity, where the plan joins accounts of several forests."""

    @classmethod
    def loaded(cls, fields: tuple[object, ...]) -> OutcomeRow:
        """The row that was stored."""
        partner: tuple[object, ...] | None = fields[_PARTNER]  # type: ignore[assignment]  # as stored
        met = partner and PartnerRow._make(partner)
        return cls._make((*fields[:_PARTNER], met, *fields[_PARTNER + 1 :]))


def is_untold_by_object(stored: tuple[object, ...]) -> bool:
    """Whether a row, be it as it is stored, is of an outcome that its object keeps unknown."""
    is_unmet = stored[_OUTCOME] == Outcome.UNKNOWN and stored[_PARTNER] is None
    return is_unmet and bool(stored[_ATTRIBUTE])


_ATTRIBUTE, _OUTCOME = map(OutcomeRow._fields.index, ("attribute", "outcome"))
_PARTNER = OutcomeRow._fields.index("partner")
