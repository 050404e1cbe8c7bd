"""Finds what several objects would adopt, and completes the forecast with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.cloud.outcome import Outcome
from readiness.model.finding import Finding
from readiness.pipeline.forecast import ids_by_outcome
from readiness.pipeline.worker import FINDINGS, Candidate
from readiness.storage.sorted_runs import RunWriter
from readiness.tenant.forecasting.forecaster import with_error
from readiness.tenant.forecasting.tenant_forecast import TenantForecast, tenant_forecast

if TYPE_CHECKING:
    from readiness.pipeline.state import ScanState
    from readiness.tenant.export import TenantExport
    from readiness.tenant.forecasting.outcome_row import OutcomeRow


def store_forecast(state: ScanState, tenant: TenantExport) -> TenantForecast:
    """The forecast; what is contested goes among the findings."""
    findings = RunWriter(state.folder, FINDINGS, "contested")
    check = ids_by_outcome(state.checks).get(Outcome.CONTESTED)

    def on_contested(row: OutcomeRow) -> None:
        if check is None:
            return
        message = with_error(row.reason, Outcome.CONTESTED)
        finding = Finding(
            check, row.dn, row.attribute, row.value or None, message, ordinal=row.ordinal
        )
        state.rows.count((finding,), state.counts)
        entry = Candidate(row.ordinal, row.kind, row.guid, row.line)
        findings.extend((state.rows.row(finding, row.kind, entry),))

    forecast = tenant_forecast(tenant, state.folder, on_contested)
    findings.flush()
    state.trouble += tenant.problems
    if unknown := forecast.by_outcome.get(Outcome.UNKNOWN):
        state.trouble.append(
            f"--tenant: what becomes of {unknown:,} objects cannot be told: the reports say why"
        )
    return forecast
