"""Triggers that ask whether an entry has an attribute, and how many values of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from readiness.checking.triggers.trigger import Trigger
from readiness.columns.bitset import bits_of, indexes

if TYPE_CHECKING:
    from readiness.columns.batch import Batch
    from readiness.columns.column import Column


def present(attribute: str) -> Trigger:
    """Entries that have the attribute: `present("targetAddress")`."""
    return Trigger(_present, (attribute.lower(),))


def _present(batch: Batch, attribute: str) -> int:
    return batch.present(attribute)


def absent(attribute: str) -> Trigger:
    """Entries that lack the attribute: `absent("mail")`."""
    return Trigger(_absent, (attribute.lower(),))


def _absent(batch: Batch, attribute: str) -> int:
    # a negative number has all further bits set, which `&` with real entries takes away
    return ~batch.present(attribute)


def several(attribute: str, more_than: int = 1) -> Trigger:
    """Entries with more values than that: `several("proxyAddresses", 300)`."""
    return Trigger(_several, (attribute.lower(), more_than))


def _several(batch: Batch, attribute: str, more_than: int) -> int:
    column = batch.columns.get(attribute)
    if column is None:
        return 0
    if more_than == 1:
        return column.several
    return bits_of(entry for entry in indexes(column.several) if _count(column, entry) > more_than)


def _count(column: Column, entry: int) -> int:
    """The number of values of an entry, whose values lie side by side."""
    return bisect_right(column.entries, entry) - bisect_left(column.entries, entry)
