"""The forecast against a tenant as plain data, with the names of the JSON report."""

from __future__ import annotations

from dataclasses import asdict
from json.encoder import encode_basestring as _text
from typing import TYPE_CHECKING, Any

from readiness.cloud.matching.outcome import FACTS, Outcome
from readiness.model.values import visible

if TYPE_CHECKING:
    from readiness.tenant.forecasting.outcome_row import OutcomeRow, Shown
    from readiness.tenant.forecasting.tenant_forecast import TenantForecast


def serialized_tenant(forecast: TenantForecast) -> dict[str, Any]:
    """What is known of the tenant, and how many objects meet which outcome."""
    export = forecast.export
    return {
        "complete": forecast.is_complete,
        "assumed": list(export.assumed),
        "problems": list(export.problems),
        "switches": asdict(export.switches),
        "sources": [asdict(source) for source in export.sources],
        "existing_errors": [asdict(error) for error in export.existing_errors],
        "by_outcome": dict(forecast.by_outcome),
    }


def serialized_outcome(row: OutcomeRow) -> dict[str, Any]:
    """One outcome of one object."""
    partner = row.partner
    return {
        "dn": row.dn,
        "guid": row.guid,
        "kind": row.kind,
        "outcome": row.outcome,
        "severity": row.severity,
        "partner": None
        if partner is None
        else {
            "id": partner.id,
            "kind": partner.kind,
            "user_principal_name": partner.user_principal_name or None,
            "display_name": partner.display_name or None,
        },
        "attribute": row.attribute or None,
        "value": row.value or None,
        "reason": visible(row.reason),
        "error": FACTS[Outcome(row.outcome)].error,
        "probable": row.is_probable,
        "before": dict(row.before),
        "after": dict(row.after),
        "lost_addresses": list(row.lost_addresses),
        "password_replaced": row.password_replaced,
    }


def outcome_text(row: OutcomeRow) -> str:
    """What json makes of `serialized_outcome`, in half the time: there may be millions."""
    partner, error = row.partner, FACTS[Outcome(row.outcome)].error
    met = "null"
    if partner is not None:
        met = (
            f'{{"id":{"null" if partner.id is None else _text(partner.id)},"kind":"{partner.kind}"'
            f',"user_principal_name":{_or_null(partner.user_principal_name)}'
            f',"display_name":{_or_null(partner.display_name)}}}'
        )
    lost = ",".join(map(_text, row.lost_addresses)) if row.lost_addresses else ""
    return (
        f'{{"dn":{_text(row.dn)},"guid":{_or_null(row.guid)},"kind":"{row.kind}"'
        f',"outcome":"{row.outcome}","severity":{_or_null(row.severity)},"partner":{met}'
        f',"attribute":{_or_null(row.attribute)},"value":{_or_null(row.value)}'
        f',"reason":{_text(visible(row.reason))},"error":{_or_null(error)}'
        f',"probable":{_TRUTHS[row.is_probable]},"before":{_object(row.before)}'
        f',"after":{_object(row.after)},"lost_addresses":[{lost}]'
        f',"password_replaced":{_TRUTHS[row.password_replaced]}}}'
    )


_TRUTHS = {True: "true", False: "false", None: "null"}


def _or_null(text: str | None) -> str:
    """A text; null for none, and for an empty one, which stands for none."""
    return _text(text) if text else "null"


def _object(values: Shown) -> str:
    held = [
        f'"{name}":{_text(value) if isinstance(value, str) else _TRUTHS[value]}'
        for name, value in values.items()
    ]
    return f"{{{','.join(held)}}}"
