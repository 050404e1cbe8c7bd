"""Triggers that look at the values of one attribute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from readiness.checking.healthy_values import HEALTHY
from readiness.checking.triggers.trigger import Trigger
from readiness.columns.bitset import bits_of
from readiness.columns.patterns import mismatches
from readiness.model.values import as_octets, as_text, is_blank

if TYPE_CHECKING:
    from collections.abc import Callable

    from readiness.columns.batch import Batch

_OCTETS_OF_CHARACTER = 4
"""UTF-8 has no longer characters."""


@dataclass(frozen=True)
class Unhealthy(Trigger):
    """Entries with a value that is not as in a healthy directory: see `healthy_values`.

    It is for the engine, which asks the checks that trust that table about the rest.
    """

    attribute: str
    """As the table spells it."""

    def entries(self, batch: Batch) -> int:
        column = batch.columns.get(self.attribute.lower())
        return column.failing(mismatches(HEALTHY[self.attribute])) if column else 0


def blank(attribute: str) -> Trigger:
    """Entries with a value that shows nothing, an empty one too: `blank("displayName")`."""
    return Blank(attribute)


@dataclass(frozen=True)
class Blank(Trigger):
    """See `blank`."""

    attribute: str

    def entries(self, batch: Batch) -> int:
        column = batch.columns.get(self.attribute.lower())
        if column is None:
            return 0
        # no healthy value is blank, so that few have to be looked at one by one
        doubtful = batch.triggered(Unhealthy(self.attribute)) if self.attribute in HEALTHY else -1
        held = column.held_by(doubtful) if doubtful else ((), ())
        return bits_of(
            {entry for entry, value in zip(*held, strict=True) if is_blank(as_text(value))}
        )


def larger(attribute: str, limit: int) -> Trigger:
    """Entries with a value of more octets than the limit: `larger("thumbnailPhoto", 102_400)`.

    Smaller photos and certificates are not even decoded.
    """
    return Larger(attribute.lower(), limit)


@dataclass(frozen=True)
class Larger(Trigger):
    """See `larger`."""

    attribute: str
    limit: int

    def entries(self, batch: Batch) -> int:
        column = batch.columns.get(self.attribute)
        if column is None:
            return 0
        limit, longest = self.limit, self.limit // _OCTETS_OF_CHARACTER
        if column.is_text and not column.odd and len(column.text) <= longest:
            return 0
        # to encode a text only to count its octets is for the few that may have too many
        large = {
            value
            for value in column.distinct
            if len(value) > longest and len(as_octets(value)) > limit
        }
        return column.holding(large) if large else 0


def contains(attribute: str, *fragments: str) -> Trigger:
    """Entries with a value that contains one of these, in any case: `contains("dn", "CNF:")`."""
    return Contains(attribute.lower(), tuple(fragment.lower() for fragment in fragments))


@dataclass(frozen=True)
class Contains(Trigger):
    """See `contains`."""

    attribute: str
    fragments: tuple[str, ...]

    def entries(self, batch: Batch) -> int:
        column = batch.columns.get(self.attribute)
        if column is None:
            return 0
        occurring = [fragment for fragment in self.fragments if fragment in column.folded]
        lines = column.folded.split("\n") if occurring else ()
        hits = (at for at, line in enumerate(lines) if any(one in line for one in occurring))
        return column.odd | bits_of(column.entries[at] for at in hits)


def where(attribute: str, test: Callable[[str], object]) -> Trigger:
    """Entries with a value that passes a test, which is asked once about each different value.

    `where("adminCount", lambda count: count != "0")`. Octets that are no text come as `text` shows
    them.
    """
    return Where(attribute.lower(), test)


@dataclass(frozen=True)
class Where(Trigger):
    """See `where`."""

    attribute: str
    test: Callable[[Any], object]

    def entries(self, batch: Batch) -> int:
        column = batch.columns.get(self.attribute)
        if column is None:
            return 0
        passed = {value for value in column.distinct if self.test(as_text(value))}
        return column.holding(passed) if passed else 0


def where_octets(attribute: str, test: Callable[[bytes], object]) -> Trigger:
    """Entries with a value whose octets pass a test: `where_octets("objectGUID", is_no_guid)`."""
    return WhereOctets(attribute.lower(), test)


@dataclass(frozen=True)
class WhereOctets(Trigger):
    """See `where_octets`."""

    attribute: str
    test: Callable[[Any], object]

    def entries(self, batch: Batch) -> int:
        column = batch.columns.get(self.attribute)
        if column is None:
            return 0
        passed = {value for value in column.distinct if self.test(as_octets(value))}
        return column.holding(passed) if passed else 0
