"""What a finding says of an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.cloud.matching.outcome import FACTS, Outcome

if TYPE_CHECKING:
    from readiness.cloud.matching.meeting import Forecast
    from readiness.tenant.forecasting.changes import Changes


def message_of(forecast: Forecast, changed: Changes | None) -> str:
    """An outcome as the end of the sentence "*value* …"."""
    parts = [forecast.reason]
    if changed:
        if renamed := changed.renamed_mailbox:
            parts.append(f"the mailbox “{renamed[0]}” becomes “{renamed[1]}”")
        if lost := changed.lost_addresses:
            noun = "address that is" if len(lost) == 1 else "addresses that are"
            parts.append(f"{len(lost):,} {noun} only in the cloud will be lost")
        if changed.is_blocked:
            parts.append("the account is disabled here, so the user cannot sign in any more")
        if changed.password_replaced:
            parts.append("the password is replaced")
    if forecast.is_probable:
        parts.append("this is probable, not certain")
    return with_error("; ".join(parts), forecast.outcome)


def with_error(text: str, outcome: Outcome) -> str:
    """A message that ends with Microsoft's name for the error, so that a search finds it."""
    error = FACTS[outcome].error
    return f"{text}: {error}" if error else text
