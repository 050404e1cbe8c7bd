"""Triggers that take values for numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.checking.triggers.trigger import Trigger
from readiness.checking.triggers.values import where
from readiness.columns.bitset import bits_where
from readiness.model.values import as_text

if TYPE_CHECKING:
    from readiness.columns.batch import Batch
    from readiness.model.entry import Values


def flag(attribute: str, flags: int) -> Trigger:
    """Entries with a number that has one of these bits: `flag("userAccountControl", 0x2)`."""
    return where(attribute, HasFlag(flags))


@dataclass(frozen=True)
class HasFlag:
    """Tests whether a text is a number with one of these bits."""

    flags: int

    def __call__(self, value: str) -> bool:
        number = _as_number(value)
        return number is not None and bool(number & self.flags)


def before(attribute: str, limit: int) -> Trigger:
    """Entries with a number from 1 to below the limit: `before("pwdLastSet", filetime)`."""
    return Before(attribute.lower(), limit)


@dataclass(frozen=True)
class Before(Trigger):
    """See `before`."""

    attribute: str
    limit: int

    def entries(self, batch: Batch) -> int:
        limit, values = self.limit, batch.each[self.attribute]
        try:
            return bits_where([value is not None and 0 < int(value) < limit for value in values])  # type: ignore[arg-type]  # several values are caught
        except (TypeError, ValueError):  # there is a value that is no number, or several of one
            return bits_where([self._is_before(value) for value in values])

    def _is_before(self, values: Values | None) -> bool:
        each = values if isinstance(values, list) else [] if values is None else [values]
        tested = map(_as_number, map(as_text, each))
        return any(number is not None and 0 < number < self.limit for number in tested)


def _as_number(value: str) -> int | None:
    """What `Entry.number` makes of a value."""
    try:
        return int(value)
    except ValueError:
        return None
