"""Predicts every object in scope that one process reads, once, and keeps what it said."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.certainty import Certainty
from readiness.cloud.prediction import predict
from readiness.cloud.record import record_of
from readiness.cloud.tenant_domains import TenantDomains
from readiness.directory.addresses.mail_address import fold, fold_proxy
from readiness.directory.objects.sync_scope import is_mail_enabled
from readiness.model.counts import count
from readiness.model.entry import USERS, Kind
from readiness.pipeline.preview.keys import ADDRESS, GROUP, INITIAL, NAME, PreviewKeys
from readiness.storage.sorted_runs import RunWriter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from readiness.cloud.prediction import CloudObject
    from readiness.cloud.record import CloudRecord
    from readiness.model.entry import Entry
    from readiness.model.plan import Plan
    from readiness.storage.sorted_runs import Row

RECORDS = "preview"
"""The name of sorted runs in the folder of a scan: see `record_row`."""
CHANGES = (
    "names_not_kept", "names_unknown", "addresses_dropped", "aliases_made_up", "collisions",
    "joined",
)  # fmt: skip
"""What objects are counted by, of which something changes on the way to the cloud."""


class Before(NamedTuple):
    """What an entry holds of that which may change; plain values, for rows on disk."""

    user_principal_name: str | None
    mail_nickname: str | None
    mail: str | None
    proxy_addresses: tuple[str, ...]

    @classmethod
    def of(cls, entry: Entry, plan: Plan) -> Before:
        """What an entry holds; the sign-in name is that of the attribute that the plan names."""
        return cls(
            entry.first(plan.sign_in_attribute),
            entry.first("mailNickname"),
            entry.first("mail"),
            tuple(entry.all("proxyAddresses")),
        )


class Predictions:
    """The predictions of one process."""

    def __init__(self, plan: Plan, folder: Path, process: str) -> None:
        """Take the plan, and where runs are written."""
        self._plan = plan
        self._domains = TenantDomains.of(plan)
        self._rows = RunWriter(folder, RECORDS, process)
        self._of_batch: list[Row] = []
        self._counts: dict[str, int] = {}
        self.keys = PreviewKeys(plan, self._predict)
        """Stands among the checks, so that what is predicted is compared like anything else."""

    def _predict(self, entry: Entry) -> Iterable[str]:
        """Predict an object in scope: its names and addresses, each behind what it is."""
        if entry.kind is Kind.CONTACT and not is_mail_enabled(entry):
            return ()  # the sync engine takes it in, and creates nothing of it
        predicted = predict(entry, self._plan, domains=self._domains)
        record = record_of(predicted, is_tenant_known=self._domains.are_known)
        changes = changes_of(entry, record, self._plan)
        before = Before.of(entry, self._plan) if changes or record.because else None
        self._of_batch.append(record_row(entry.ordinal, record, before))
        self._counts["objects"] = self._counts.get("objects", 0) + 1
        for change in changes:
            count(self._counts, change)
        return _compared(predicted) if self._domains.are_known else ()

    def end_batch(self, counts: dict[str, int]) -> None:
        """Put aside what was predicted of a batch, and count it."""
        self._rows.extend(self._of_batch)
        for change, number in self._counts.items():
            count(counts, change, number)
        self._of_batch, self._counts = [], {}

    def flush(self) -> None:
        """Write what is in memory."""
        self._rows.flush()


def record_row(
    ordinal: int, record: CloudRecord, before: Before | None, *, of_person: bool = False
) -> Row:
    """A prediction as a row on disk: that of a person goes before those of its objects."""
    # as octets, for the collector of garbage goes through whatever tuples are in memory
    octets = marshal.dumps((before and tuple(before), record.row()))
    return ordinal, 0 if of_person else 1, octets


def changes_of(entry: Entry, record: CloudRecord, plan: Plan) -> list[str]:
    """What will be otherwise in the cloud than it is here, in the words of the JSON report."""
    changes = []
    if entry.kind in USERS:
        if entry.first(plan.sign_in_attribute) != record.user_principal_name:
            is_known = record.certainty[0] != Certainty.NOT_PREDICTABLE.value
            changes.append("names_not_kept" if is_known else "names_unknown")
        if not entry.has("mailNickname"):
            changes.append("aliases_made_up")
    if record.dropped:
        changes.append("addresses_dropped")
    return changes


def _compared(predicted: CloudObject) -> list[str]:
    """What nobody else may get, comparable, each value behind what it is, once."""
    name = predicted.user_principal_name.value
    roles = {fold(name): NAME} if name else {}
    of_address = ADDRESS if predicted.kind is not Kind.GROUP else ADDRESS + GROUP
    for address in predicted.addresses.every.value or ():
        key = fold_proxy(address)
        roles[key] = roles.get(key, "") + of_address
    if predicted.kind in USERS and (initial := predicted.initial_address.value):
        key = fold(initial)
        roles[key] = roles.get(key, "") + INITIAL
    return [f"{role} {key}" for key, role in roles.items()]
