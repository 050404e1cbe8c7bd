"""Keeps what becomes of each object beside those of the tenant, and finds what checks say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.checking.forecast_check import ForecastCheck
from readiness.storage.sorted_runs import RunWriter
from readiness.tenant.forecasting.forecaster import Forecaster
from readiness.tenant.forecasting.met_objects import MET, count_outcomes, left_out, met
from readiness.tenant.forecasting.tenant_forecast import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from readiness.checking.check import Check
    from readiness.model.counts import Counts
    from readiness.model.plan import Plan
    from readiness.storage.kept_batches import KeptBatch
    from readiness.storage.rows import FindingRows
    from readiness.storage.sorted_runs import Row
    from readiness.tenant.export import TenantExport


class ForecastWriter:
    """Writes the forecasts of one process."""

    def __init__(
        self, tenant: TenantExport, plan: Plan, checks: Iterable[Check], folder: Path, process: str
    ) -> None:
        """Take the tenant, the plan, the checks that are reported, and where runs are written."""
        self._forecaster = Forecaster(tenant, plan, ids_by_outcome(checks))
        self._outcomes = RunWriter(folder, OUTCOMES, process)
        self._met = RunWriter(folder, MET, process)

    def add(
        self, evaluated: KeptBatch, first_ordinal: int, rows: FindingRows, counts: Counts
    ) -> list[Row]:
        """Forecast all objects of a batch that are in scope; count and return what is found."""
        forecasted = list(self._forecaster.forecast(evaluated, first_ordinal))
        outcomes = [row for _, of_entry, _ in forecasted for row in of_entry]
        count_outcomes(outcomes, counts)
        self._outcomes.extend(outcomes)
        self._met.extend(met(outcomes))
        self._met.extend(left_out(self._forecaster.left_out(evaluated)))
        found = [
            rows.row(finding, entry.kind._value_, entry)
            for entry, _, findings in forecasted
            for finding in findings
        ]
        rows.count(found, counts)
        return found

    def flush(self) -> None:
        """Write what is in memory."""
        self._outcomes.flush()
        self._met.flush()


def ids_by_outcome(checks: Iterable[Check]) -> dict[str, str]:
    """The ids of the checks that say what becomes of an object, by the outcome that each names."""
    return {check.outcome: check.id for check in checks if isinstance(check, ForecastCheck)}
