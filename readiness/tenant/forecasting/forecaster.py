"""Forecasts, entry by entry, what becomes of a batch, and says so in findings of checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.attributes import immutable_id
from readiness.cloud.matching.forecast import NOBODY, forecasts
from readiness.cloud.matching.meeting import Forecast
from readiness.cloud.matching.outcome import ADOPTED, Outcome
from readiness.cloud.tenant_domains import TenantDomains
from readiness.columns.bitset import indexes
from readiness.directory.objects import persons
from readiness.model.entry import RECIPIENTS, USERS, Entry
from readiness.tenant.forecasting.candidate import arriving, attributes_read
from readiness.tenant.forecasting.changes import changes
from readiness.tenant.forecasting.outcome_findings import OutcomeFindings
from readiness.tenant.forecasting.outcome_rows import OutcomeRows
from readiness.tenant.forecasting.partners import Partners

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from readiness.model.finding import Finding
    from readiness.model.plan import Plan
    from readiness.storage.kept_batches import KeptBatch
    from readiness.tenant.export import TenantExport
    from readiness.tenant.forecasting.candidate import Arriving
    from readiness.tenant.forecasting.outcome_row import OutcomeRow

_NEW = Forecast(Outcome.NEW, None, NOBODY)


class Forecasted(NamedTuple):
    """What is forecast of one entry."""

    entry: Entry
    rows: tuple[OutcomeRow, ...]
    findings: tuple[Finding, ...]


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
        identifying = persons.attributes_read(plan) if plan.match_users != "once" else ()
        read = (*attributes_read(plan), *identifying)
        self._read = [name.lower() for name in read]

    def forecast(self, evaluated: KeptBatch, first_ordinal: int) -> Iterator[Forecasted]:
        """What becomes of the entries of a batch that are in scope."""
        batch = evaluated.batch
        groups = [group for group in evaluated.groups if group.kind in RECIPIENTS]
        rows = batch.rows(self._read) if groups else []
        for kind, is_out_of_scope, bits in groups:
            for index in indexes(bits) if not is_out_of_scope else ():
                ordinal, line = first_ordinal + index, batch.lines[index]
                entry = Entry(batch.dn(index), kind, rows[index], ordinal=ordinal, line=line)
                yield self.of_entry(entry)

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

    def of_entry(self, entry: Entry) -> Forecasted:
        """What becomes of one entry that is in scope."""
        coming = arriving(entry, self._plan, self._domains)
        candidate = coming.candidate
        lacking = self._tenant.missing.get(candidate.kind, ())
        missing = (*lacking, *(doubt.reason for doubt in coming.doubts))
        known = self._partners.of(coming)
        if not known and not missing:
            return Forecasted(entry, (self._rows.row(entry, 0, _NEW, None, None),), ())
        found = forecasts(
            candidate,
            tuple(known.values()),
            self._tenant.switches,
            missing=missing,
            is_cloud_sync=self._is_cloud_sync,
        )
        rows: list[OutcomeRow] = []
        findings: list[Finding] = []
        blamed = "" if lacking else _blamed(coming)
        for place, told in enumerate(found):
            partner, changed = told.partner, None
            if partner and told.outcome in ADOPTED:
                changed = changes(entry, coming, partner, self._plan)
            number = next((at for at, held in known.items() if held is partner), None)
            row = self._rows.row(entry, place, told, number, changed)
            if blamed and told.outcome is Outcome.UNKNOWN and partner is None:
                row = row._replace(attribute=blamed, value=entry.first(blamed) or "")
            rows.append(row)
            findings += self._findings.of(entry, told, row, changed)
        return Forecasted(entry, tuple(rows), tuple(findings))


def _blamed(coming: Arriving) -> str:
    """The attribute that keeps from telling whom an object meets; empty where the export does."""
    attributes = [doubt.attribute for doubt in coming.doubts]
    return attributes[0] if attributes and all(attributes) else ""
