"""Triggers that take values for numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.checking.triggers.trigger import Trigger
from readiness.columns.bitset import bits_where
from readiness.model.values import as_text

if TYPE_CHECKING:
    from readiness.columns.batch import Batch
    from readiness.model.entry import Values


def flag(attribute: str, flags: int) -> Trigger:
    """Entries with a number that has one of these bits: `flag("userAccountControl", 0x2)`."""
    # plain, since to test the flag of an enumeration takes thirty times as long
    return Trigger(_flag, (attribute.lower(), int(flags)))


def _flag(batch: Batch, attribute: str, flags: int) -> int:
    column = batch.columns.get(attribute)
    if column is None:
        return 0
    numbers = {value: _as_number(as_text(value)) for value in column.distinct}
    flagged = {value for value, number in numbers.items() if number and number & flags}
    return column.holding(flagged) if flagged else 0


def before(attribute: str, limit: int) -> Trigger:
    """Entries with a number from 1 to below the limit: `before("pwdLastSet", filetime)`."""
    return Trigger(_before, (attribute.lower(), limit))


def _before(batch: Batch, attribute: str, limit: int) -> int:
    values = batch.each[attribute]
    try:
        # in one loop: it is asked of every account, and fires for most where few sign in
        return bits_where([value is not None and 0 < int(value) < limit for value in values])  # type: ignore[arg-type]  # several values are caught
    except (TypeError, ValueError):  # there is a value that is no number, or several of one
        return bits_where([_is_before(value, limit) for value in values])


def _is_before(values: Values | None, limit: int) -> bool:
    each = values if isinstance(values, list) else [] if values is None else [values]
    tested = map(_as_number, map(as_text, each))
    return any(number is not None and 0 < number < limit for number in tested)


def _as_number(value: str) -> int | None:
    """What `Entry.number` makes of a value."""
    try:
        return int(value)
    except ValueError:
        return None
