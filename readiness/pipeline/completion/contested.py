"""Finds what several objects would adopt, and completes the forecast with it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from readiness.cloud.matching.outcome import Outcome
from readiness.model.entry import Kind
from readiness.model.finding import Finding
from readiness.pipeline.forecast import ids_by_outcome
from readiness.pipeline.processes.worker import FINDINGS, Candidate
from readiness.storage.sorted_runs import RunWriter
from readiness.tenant.arriving.arrivals import tenant_kind
from readiness.tenant.commands import EXPORT_AGAIN
from readiness.tenant.forecasting.outcome_message import with_error
from readiness.tenant.forecasting.tenant_forecast import TenantForecast, tenant_forecast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.model.plan import Plan
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
        entry = Candidate(row.ordinal, row.kind, row.guid, row.line)
        rows = (state.rows.row(finding, row.kind, entry),)
        state.rows.count(rows, state.counts)
        findings.extend(rows)

    forecast = tenant_forecast(tenant, state.folder, state.counts, on_contested)
    findings.flush()
    state.trouble += tenant.problems
    state.trouble += _untold(forecast, state.request.job.plan)
    return forecast


def _untold(forecast: TenantForecast, plan: Plan) -> Iterator[str]:
    """What to say of objects of which the export does not tell what becomes of them, by why."""
    of_each = "; ".join(_of_each(plan))
    objects: Counter[str] = Counter()
    for kind, number in forecast.unknown.items():
        missing = forecast.export.missing.get(tenant_kind(Kind(kind)), ())
        objects[f"{'; '.join(missing)}: {EXPORT_AGAIN}" if missing else of_each] += number
    for why, number in objects.items():
        noun = "object" if number == 1 else "objects"
        yield f"--tenant: what becomes of {number:,} {noun} cannot be told: {why}"


def _of_each(plan: Plan) -> Iterator[str]:
    """Why an object that lacks nothing in the export cannot be told, and what to do."""
    domains = {"--domain": plan.verified_domains, "--initial-domain": plan.initial_domain}
    if unknown := [option for option, known in domains.items() if not known]:
        what = "domains are" if "--domain" in unknown else "initial domain is"
        options = " and ".join(unknown)
        yield f"the tenant's {what} not known: export the domains, too, or say {options}"
    else:
        yield "the export has a value that cannot be read"
    yield "the reason of each is in a report (-r report.json)"
