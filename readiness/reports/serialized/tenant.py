"""The forecast against a tenant as plain data, with the names of the JSON report."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from readiness.cloud.matching.outcome import FACTS, Outcome
from readiness.model.values import visible

if TYPE_CHECKING:
    from readiness.tenant.forecasting.outcome_row import OutcomeRow
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
