"""Forecasts what becomes of the entries of a batch, and says so in findings of checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.cloud.attributes import immutable_id
from readiness.cloud.matching.forecast import NOBODY, forecasts
from readiness.cloud.matching.meeting import Forecast
from readiness.cloud.matching.outcome import ADOPTED, Outcome
from readiness.cloud.tenant_domains import TenantDomains
from readiness.columns.bitset import indexes
from readiness.model.entry import RECIPIENTS, USERS, Entry
from readiness.tenant.arriving.arrivals import Arrivals, tenant_kind
from readiness.tenant.forecasting.changes import changes
from readiness.tenant.forecasting.outcome_findings import OutcomeFindings, severity_of
from readiness.tenant.forecasting.outcome_rows import OutcomeRows
from readiness.tenant.forecasting.partners import Partners

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from readiness.model.finding import Finding
    from readiness.model.plan import Plan
    from readiness.model.tenant_object import TenantObject
    from readiness.storage.kept_batches import KeptBatch
    from readiness.storage.sorted_runs import Row
    from readiness.tenant.arriving.arrivals import Arriving
    from readiness.tenant.arriving.names import Doubt
    from readiness.tenant.export import TenantExport

_NEW = Forecast(Outcome.NEW, None, NOBODY)


Forecasted = tuple[Entry, "list[Row]", "list[Finding]"]
"""An entry, an OutcomeRow of each of its outcomes, as it is stored, and what checks say of them."""


class Forecaster:
    """Forecasts what becomes of entries beside the objects of a tenant."""

    def __init__(self, tenant: TenantExport, plan: Plan, checks: Mapping[str, str]) -> None:
        """Take the tenant, and the checks that are reported: their ids by outcome."""
        self._tenant = tenant
        self._partners = Partners(tenant)
        self._plan = plan
        self._domains = TenantDomains.of(plan)
        self._rows = OutcomeRows(plan)
        self._findings = OutcomeFindings(checks)
        self._is_cloud_sync = plan.sync_tool == "cloud-sync"

    def forecast(self, evaluated: KeptBatch, first_ordinal: int) -> Iterator[Forecasted]:
        """What becomes of the entries of a batch that are in scope."""
        arrivals = Arrivals(evaluated.batch, self._plan, self._domains)
        for kind, is_out_of_scope, bits in evaluated.groups:
            if kind not in RECIPIENTS or is_out_of_scope:
                continue
            arriving = list(arrivals.of(kind, bits, first_ordinal))
            lacking = self._tenant.missing.get(tenant_kind(kind), ())
            for coming, known in zip(arriving, self._partners.of(arriving), strict=True):
                yield self._of_object(coming, known, lacking)

    def left_out(self, evaluated: KeptBatch) -> Iterator[int]:
        """The numbers of users of the tenant whose anchors are those of entries out of scope."""
        batch = evaluated.batch
        for kind, is_out_of_scope, bits in evaluated.groups:
            if kind not in USERS or not is_out_of_scope:
                continue
            for index in indexes(bits):
                entry = Entry(batch.dn(index), kind, batch.values(index))
                anchor = immutable_id(entry, self._plan).value
                if anchor:
                    yield from self._partners.with_anchor(anchor)

    def _of_object(
        self, coming: Arriving, known: Mapping[int, TenantObject], lacking: Sequence[str]
    ) -> Forecasted:
        """What becomes of an object that may meet these; `lacking` is what the export lacks."""
        entry = coming.entry
        missing = lacking
        if coming.doubts:
            missing = (*lacking, *[doubt.reason for doubt in coming.doubts])
        if not known and not missing:
            return entry, [self._rows.row(entry, 0, _NEW, None, "", "", None, None)], []
        found = forecasts(
            coming.candidate,
            tuple(known.values()),
            self._tenant.switches,
            missing=missing,
            is_cloud_sync=self._is_cloud_sync,
        )
        rows: list[Row] = []
        findings: list[Finding] = []
        blamed = "" if lacking or not coming.doubts else _blamed(coming.doubts)
        for place, told in enumerate(found):
            partner, changed = told.partner, None
            if partner and told.outcome in ADOPTED:
                changed = changes(coming, partner, self._plan)
            attribute, value = self._rows.attribute_met(entry, told), told.value
            if blamed and told.outcome is Outcome.UNKNOWN and partner is None:
                attribute, value = blamed, entry.first(blamed) or ""
            number, about = _number_of(partner, known), (attribute, value)
            severity = severity_of(told, attribute, changed)
            rows.append(self._rows.row(entry, place, told, severity, *about, number, changed))
            if finding := self._findings.of(entry, told, severity, *about, changed):
                findings.append(finding)
        return entry, rows, findings


def _blamed(doubts: Sequence[Doubt]) -> str:
    """The attribute that keeps from telling whom an object meets; empty where the export does."""
    return doubts[0].attribute if all(doubt.attribute for doubt in doubts) else ""


def _number_of(partner: TenantObject | None, known: Mapping[int, TenantObject]) -> int | None:
    for number, held in known.items():
        if held is partner:
            return number
    return None
