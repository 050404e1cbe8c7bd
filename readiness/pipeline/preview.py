"""Keeps what each object in scope will be in the cloud, for `readiness preview`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from readiness.cloud.certainty import Certainty
from readiness.cloud.prediction import READS, predict
from readiness.cloud.record import record_of
from readiness.cloud.tenant_domains import TenantDomains
from readiness.columns.bitset import indexes
from readiness.model.counts import count
from readiness.model.entry import RECIPIENTS, USERS, Entry
from readiness.storage.sorted_runs import RunWriter, sorted_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from readiness.model.plan import Plan
    from readiness.storage.kept_batches import KeptBatch

_PREVIEW = "preview"
"""The name of sorted runs in the folder of a scan."""
CHANGES = ("names_not_kept", "names_unknown", "addresses_dropped", "aliases_made_up")
"""What objects are counted by, of which something changes on the way to the cloud."""
_json = json.JSONEncoder(ensure_ascii=False).encode


def attributes_previewed(plan: Plan) -> tuple[str, ...]:
    """All that a prediction reads."""
    return (*READS, plan.sign_in_attribute, plan.source_anchor)


class PreviewWriter:
    """Writes the predictions of one process, as JSON: most of them are printed as they are."""

    def __init__(self, plan: Plan, folder: Path, process: str) -> None:
        """Take the plan, and where runs are written."""
        self._plan = plan
        self._domains = TenantDomains.of(plan)
        self._rows = RunWriter(folder, _PREVIEW, process)

    def add(self, evaluated: KeptBatch, first_ordinal: int, counts: dict[str, int]) -> None:
        """Predict all objects of a batch that are in scope, and count what changes of them."""
        batch = evaluated.batch
        for kind, is_out_of_scope, bits in evaluated.groups:
            if kind not in RECIPIENTS or is_out_of_scope:
                continue
            for index in indexes(bits):
                entry = Entry(batch.dn(index), kind, batch.values(index))
                predicted = predict(entry, self._plan, domains=self._domains)
                record = record_of(predicted, is_tenant_known=self._domains.are_known)
                count(counts, "objects")
                for change in changes_of(entry, record):
                    count(counts, change)
                self._rows.extend(((first_ordinal + index, entry.dn, _json(record)),))

    def flush(self) -> None:
        """Write what is in memory."""
        self._rows.flush()


def changes_of(entry: Entry, record: dict[str, Any]) -> Iterator[str]:
    """What will be otherwise in the cloud than it is here, in the words of the JSON report."""
    name = entry.first("userPrincipalName")
    if entry.kind in USERS and name != record["user_principal_name"]:
        is_known = record["certainty"]["user_principal_name"] != Certainty.NOT_PREDICTABLE
        yield "names_not_kept" if is_known else "names_unknown"
    if record["dropped"]:
        yield "addresses_dropped"
    if entry.kind in USERS and not entry.has("mailNickname"):
        yield "aliases_made_up"


def previewed(folder: Path) -> Iterator[tuple[str, str]]:
    """The DN and the prediction, in JSON, of every object, in the order of the sources."""
    return ((dn, record) for _, dn, record in sorted_rows(folder, _PREVIEW))
