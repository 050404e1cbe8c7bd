"""Keeps what each object in scope will be in the cloud, for `readiness preview`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from readiness.cloud.prediction import READS, predict
from readiness.cloud.record import record_of
from readiness.cloud.tenant_domains import TenantDomains
from readiness.columns.bitset import indexes
from readiness.model.entry import RECIPIENTS, Entry
from readiness.storage.sorted_runs import RunWriter, sorted_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from readiness.model.plan import Plan
    from readiness.storage.kept_batches import KeptBatch

_PREVIEW = "preview"
"""The name of sorted runs in the folder of a scan."""
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

    def add(self, evaluated: KeptBatch, first_ordinal: int) -> None:
        """Predict all objects of a batch that are in scope."""
        batch = evaluated.batch
        for kind, is_out_of_scope, bits in evaluated.groups:
            if kind not in RECIPIENTS or is_out_of_scope:
                continue
            for index in indexes(bits):
                entry = Entry(batch.dn(index), kind, batch.values(index))
                predicted = predict(entry, self._plan, domains=self._domains)
                record = record_of(predicted, is_tenant_known=self._domains.are_known)
                self._rows.extend(((first_ordinal + index, entry.dn, _json(record)),))

    def flush(self) -> None:
        """Write what is in memory."""
        self._rows.flush()


def previewed(folder: Path) -> Iterator[tuple[str, str]]:
    """The DN and the prediction, in JSON, of every object, in the order of the sources."""
    return ((dn, record) for _, dn, record in sorted_rows(folder, _PREVIEW))
