"""Forecasts, entry by entry, what becomes of a batch, and says so in findings of checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.attributes import immutable_id
from readiness.cloud.matching.forecast import NOBODY, forecasts
from readiness.cloud.matching.meeting import Forecast
from readiness.cloud.matching.outcome import ADOPTED, FACTS, Outcome
from readiness.cloud.tenant_domains import TenantDomains
from readiness.columns.bitset import indexes
from readiness.directory import persons
from readiness.model.entry import RECIPIENTS, USERS, Entry
from readiness.model.finding import Finding, Severity
from readiness.model.tenant_object import TenantKind, TenantObject
from readiness.tenant.forecasting.candidate import arriving, attributes_read
from readiness.tenant.forecasting.changes import Changes, changes
from readiness.tenant.forecasting.outcome_message import message_of
from readiness.tenant.forecasting.outcome_row import OutcomeRow, PartnerRow
from readiness.tenant.object_store import (
    ADDRESS,
    ANCHOR,
    DISPLAY_NAME,
    NAME,
    SECURITY_IDENTIFIER,
    ObjectStore,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from readiness.model.plan import Plan
    from readiness.storage.kept_batches import KeptBatch
    from readiness.tenant.export import TenantExport
    from readiness.tenant.forecasting.candidate import Arriving

_NEW = Forecast(Outcome.NEW, None, NOBODY)
_UNCHANGED = Changes({}, {}, (), None)
_MEND_FIRST = "mend first what other checks report of it"


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
        self._store = ObjectStore(tenant.folder)
        self._plan = plan
        self._domains = TenantDomains.of(plan)
        self._checks = checks
        self._is_cloud_sync = plan.sync_tool == "cloud-sync"
        # joined accounts of several forests are one object, which contests nothing with itself
        self._joins = plan.match_users != "once"
        read = (*attributes_read(plan), *(persons.attributes_read(plan) if self._joins else ()))
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
                for number in self._store.numbers((ANCHOR + anchor,)) if anchor else ():
                    known = self._store.of(number)
                    if known and known.immutable_id == anchor:
                        yield number

    def of_entry(self, entry: Entry) -> Forecasted:
        """What becomes of one entry that is in scope."""
        coming = arriving(entry, self._plan, self._domains)
        candidate = coming.candidate
        lacking = self._tenant.missing.get(candidate.kind, ())
        missing = (*lacking, *(doubt.reason for doubt in coming.doubts))
        numbers = self._store.numbers(_keys_met(coming))
        if not numbers and not missing:
            row = self._told(entry, 0, _NEW, {}, None)
            return Forecasted(entry, (row,), ())
        known = {number: held for number in numbers if (held := self._object(number))}
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
            row = self._told(entry, place, told, known, changed)
            if blamed and told.outcome is Outcome.UNKNOWN and partner is None:
                row = row._replace(attribute=blamed, value=entry.first(blamed) or "")
            rows.append(row)
            findings += self._findings(entry, told, row, changed)
        return Forecasted(entry, tuple(rows), tuple(findings))

    def _object(self, number: int) -> TenantObject | None:
        """An object of the tenant, with what other files tell of it."""
        held, tenant = self._store.of(number), self._tenant
        if held is None or held.kind is not TenantKind.USER:
            return held
        identifier = held.object_identifier
        if tenant.lists_mappings:
            identifier = self._store.mapping_of(held.id) or identifier or ""
        role = tenant.roles.get(held.id, tenant.role_of_others)
        if identifier == held.object_identifier:
            # to replace fields by their names takes its time, and nearly everybody has no role
            return held if role is held.role else TenantObject(*held[:-1], role)
        return held._replace(role=role, object_identifier=identifier)

    def _told(
        self,
        entry: Entry,
        place: int,
        forecast: Forecast,
        known: Mapping[int, TenantObject],
        changed: Changes | None,
    ) -> OutcomeRow:
        met = forecast.partner
        partner = met and PartnerRow(
            next(number for number, held in known.items() if held is met),
            met.id,
            met.kind._value_,
            met.user_principal_name,
            met.display_name,
        )
        is_of_several = self._joins and changed is not None
        return OutcomeRow(
            entry.ordinal,
            place,
            entry.dn,
            entry.guid,
            entry.kind._value_,
            entry.line,
            forecast.outcome._value_,
            forecast.reason,
            self._attribute(entry, forecast),
            forecast.value,
            forecast.is_probable,
            partner,
            *(changed or _UNCHANGED),
            tuple(persons.identity_of(entry, 0, self._plan)) if is_of_several else (),
        )

    def _attribute(self, entry: Entry, forecast: Forecast) -> str:
        """The attribute through which an object meets the tenant's."""
        match forecast.through:
            case "anchor":
                chosen = self._plan.source_anchor
                return chosen if entry.has(chosen) else "objectGUID"
            case "name":
                return self._plan.sign_in_attribute
            case "address":
                return "proxyAddresses" if entry.has("proxyAddresses") else "mail"
            case "display name":
                return "displayName" if entry.has("displayName") else "cn"
            case "security identifier":
                return "objectSid"
        return ""

    def _findings(
        self, entry: Entry, forecast: Forecast, row: OutcomeRow, changed: Changes | None
    ) -> Iterator[Finding]:
        """What a check says of an outcome, if it is grave enough and the check is reported."""
        check, severity = self._checks.get(forecast.outcome), FACTS[forecast.outcome].severity
        if row.is_untold_by_object:
            severity = Severity.WARNING
        if forecast.outcome is Outcome.HARD_MATCH and changed and _is_taken_over(forecast, changed):
            severity = Severity.WARNING
        if check is None or severity is None or severity < Severity.WARNING:
            return
        value, message = row.value, message_of(forecast, changed)
        if row.is_untold_by_object:
            # what the directory is to mend, other checks have found: nothing is to be exported
            message = f"leaves open whom it meets in the tenant, which {message}; {_MEND_FIRST}"
        elif row.attribute == "mail":
            value = value.partition(":")[2]
        about = (check, entry.dn, row.attribute, value or None, message)
        yield Finding(*about, ordinal=entry.ordinal)


def _keys_met(coming: Arriving) -> Iterator[str]:
    """The keys by which an object may meet those of the tenant."""
    candidate, smtp = coming.candidate, coming.smtp
    if candidate.anchor:
        yield ANCHOR + candidate.anchor
    if candidate.user_principal_name:
        name = candidate.user_principal_name.lower()
        yield NAME + name
        if name not in smtp:
            yield ADDRESS + name  # no group may hold it as an address
    for address in smtp:
        yield ADDRESS + address
    if candidate.sid:
        yield SECURITY_IDENTIFIER + candidate.sid
    if candidate.kind is TenantKind.GROUP and candidate.display_name:
        yield DISPLAY_NAME + candidate.display_name.strip().lower()


def _blamed(coming: Arriving) -> str:
    """The attribute that keeps from telling whom an object meets; empty where the export does."""
    attributes = [doubt.attribute for doubt in coming.doubts]
    return attributes[0] if attributes and all(attributes) else ""


def _is_taken_over(forecast: Forecast, changed: Changes) -> bool:
    """Whether a hard match takes a mailbox of the cloud over, or keeps somebody out of it."""
    partner = forecast.partner
    is_mailbox = partner is not None and bool(partner.is_licensed and partner.primary)
    return is_mailbox or changed.is_blocked
