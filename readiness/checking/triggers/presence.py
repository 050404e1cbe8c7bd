"""Triggers that ask whether an entry has an attribute, and how many values of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.checking.triggers.trigger import Trigger
from readiness.columns.bitset import bits_of, indexes

if TYPE_CHECKING:
    from readiness.columns.batch import Batch
    from readiness.columns.column import Column


def present(attribute: str) -> Trigger:
    """Entries that have the attribute: `present("targetAddress")`."""
    return Present(attribute.lower())


@dataclass(frozen=True)
class Present(Trigger):
    """See `present`."""

    attribute: str

    def entries(self, batch: Batch) -> int:
        return batch.present(self.attribute)


def absent(attribute: str) -> Trigger:
    """Entries that lack the attribute: `absent("mail")`."""
    return Absent(attribute.lower())


@dataclass(frozen=True)
class Absent(Trigger):
    """See `absent`."""

    attribute: str

    def entries(self, batch: Batch) -> int:
        return ~batch.present(self.attribute)


def several(attribute: str, more_than: int = 1) -> Trigger:
    """Entries with more values than that: `several("proxyAddresses", 300)`."""
    return Several(attribute.lower(), more_than)


@dataclass(frozen=True)
class Several(Trigger):
    """See `several`."""

    attribute: str
    more_than: int

    def entries(self, batch: Batch) -> int:
        column = batch.columns.get(self.attribute)
        if column is None:
            return 0
        if self.more_than == 1:
            return column.several
        return bits_of(
            entry for entry in indexes(column.several) if _count(column, entry) > self.more_than
        )


def _count(column: Column, entry: int) -> int:
    """The number of values of an entry, whose values lie side by side."""
    return bisect_right(column.entries, entry) - bisect_left(column.entries, entry)
