"""Adds to a batch the attributes that checks derive of its entries, for their keys to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.columns.bitset import indexes
from readiness.columns.column import Held
from readiness.errors import CRASHES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.checking.check import Check
    from readiness.checking.keyed_check import DerivedAttribute
    from readiness.columns.batch import Batch
    from readiness.evaluation.evaluation_plan import EvaluationPlan
    from readiness.evaluation.prefilter import MakeEntry, OnCrash


def add_derived(
    batch: Batch,
    groups: Iterable[tuple[EvaluationPlan, int]],
    entry: MakeEntry,
    crashed: OnCrash,
) -> None:
    """Derive what the checks of each plan declare, of the entries that are given in bits."""
    found: dict[str, list[tuple[int, str]]] = {}
    for plan, bits in groups:
        for check, attribute in plan.derived:
            values = found.setdefault(attribute.name.lower(), [])
            for index in indexes(bits & _fired(batch, check, attribute, crashed)):
                try:
                    # `str`, since a check may call an enum or a number a text
                    values += [(index, str(value)) for value in attribute.derive(entry(index))]
                except CRASHES as error:
                    crashed(check, entry(index), error)
    for name, values in found.items():
        if values:
            held = sorted(values, key=lambda value: value[0])  # groups follow kinds, not entries
            batch.add_column(name, Held(*map(list, zip(*held, strict=True))))


def _fired(batch: Batch, check: Check, attribute: DerivedAttribute, crashed: OnCrash) -> int:
    """The entries that have the attribute; all of them if that cannot be told."""
    if attribute.when is None:
        return -1
    try:
        return batch.triggered(attribute.when)
    except CRASHES as error:
        crashed(check, None, error)
        return -1
