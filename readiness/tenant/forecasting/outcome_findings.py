"""Says what becomes of an object in findings of checks, where it is grave enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.cloud.matching.outcome import FACTS, Outcome
from readiness.model.finding import Finding, Severity
from readiness.tenant.forecasting.outcome_message import message_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readiness.cloud.matching.meeting import Forecast
    from readiness.model.entry import Entry
    from readiness.tenant.forecasting.changes import Changes

_MEND_FIRST = "mend first what other checks report of it"


class OutcomeFindings:
    """Makes findings of outcomes."""

    def __init__(self, checks: Mapping[str, str]) -> None:
        """Take the ids of the checks that are reported, by the outcome that each names."""
        self._checks = checks

    def of(  # noqa: PLR0917 - as a row of the outcome has them
        self,
        entry: Entry,
        forecast: Forecast,
        severity: Severity | None,
        attribute: str,
        value: str,
        changed: Changes | None,
    ) -> Finding | None:
        """What a check says of an outcome, if it is grave enough and the check is reported.

        It is about this attribute of the entry, and its value: see OutcomeRow.
        """
        check = self._checks.get(forecast.outcome)
        if check is None or severity is None or severity < Severity.WARNING:
            return None
        message = message_of(forecast, changed)
        if forecast.outcome is Outcome.UNKNOWN:
            # what the directory is to mend, other checks have found: nothing is to be exported
            message = f"leaves open whom it meets in the tenant, which {message}; {_MEND_FIRST}"
        elif attribute == "mail":
            value = value.partition(":")[2]
        about = (check, entry.dn, attribute, value or None, message)
        return Finding(*about, ordinal=entry.ordinal)


def severity_of(forecast: Forecast, attribute: str, changed: Changes | None) -> Severity | None:
    """How grave an outcome is; None where there is nothing to say.

    `attribute` is the one that keeps from telling what becomes of an object, if one does.
    """
    if forecast.outcome is Outcome.UNKNOWN and not forecast.partner and attribute:
        return Severity.WARNING
    if forecast.outcome is Outcome.HARD_MATCH and changed and _is_taken_over(forecast, changed):
        return Severity.WARNING
    return FACTS[forecast.outcome].severity


def _is_taken_over(forecast: Forecast, changed: Changes) -> bool:
    """Whether a hard match takes a mailbox of the cloud over, or keeps somebody out of it."""
    partner = forecast.partner
    # where the export tells of no licence, whoever has a primary address may well have a mailbox
    is_mailbox = partner is not None and partner.is_licensed is not False and bool(partner.primary)
    return is_mailbox or changed.is_blocked
