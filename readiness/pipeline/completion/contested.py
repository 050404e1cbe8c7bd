"""Finds what several objects would adopt, and completes the forecast with it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from readiness.cloud.matching.outcome import Outcome
from readiness.model.finding import Finding
from readiness.pipeline.forecast import ids_by_outcome
from readiness.pipeline.worker import FINDINGS, Candidate
from readiness.storage.sorted_runs import RunWriter
from readiness.tenant.commands import EXPORT_AGAIN
from readiness.tenant.forecasting.candidate import tenant_kind
from readiness.tenant.forecasting.outcome_message import with_error
from readiness.tenant.forecasting.tenant_forecast import TenantForecast, tenant_forecast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.pipeline.state import ScanState
    from readiness.tenant.export import TenantExport
    from readiness.tenant.forecasting.outcome_row import OutcomeRow

_OF_EACH = (
    "the tenant's domains are not known (export them, too, or say --domain and --initial-domain),"
    " or the export has a value that cannot be read: see the reason of each in a report (-r"
    " report.json)"
)


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
    state.trouble += _untold(forecast)
    return forecast


def _untold(forecast: TenantForecast) -> Iterator[str]:
    """What to say of objects of which the export does not tell what becomes of them, by why."""
    objects: Counter[str] = Counter()
    for kind, number in forecast.unknown.items():
        missing = forecast.export.missing.get(tenant_kind(kind), ())
        objects[f"{'; '.join(missing)}: {EXPORT_AGAIN}" if missing else _OF_EACH] += number
    for why, number in objects.items():
        noun = "object" if number == 1 else "objects"
        yield f"--tenant: what becomes of {number:,} {noun} cannot be told: {why}"
