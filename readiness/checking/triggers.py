"""Which entries a check wants to see: told of a whole block at once, in a few microseconds.

A trigger may be too wide, and never too narrow: `examine` decides. Triggers that are equal are
evaluated once, whoever asks. Two of them are joined by `|` and `&`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import and_, or_
from typing import TYPE_CHECKING, Any, NamedTuple

from readiness.checking.healthy_values import HEALTHY
from readiness.columns.bitset import bits_of
from readiness.columns.patterns import mismatches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from readiness.columns.batch import Batch

_FEW_ADDRESSES = 100
"""An entry with fewer addresses has not too many."""


class Trigger:
    """What makes an entry worth a look."""

    def entries(self, batch: Batch) -> int:
        """The entries of a table that are worth a look, in bits; it may crash."""
        raise NotImplementedError

    def __or__(self, other: Trigger) -> Trigger:
        return _joined(or_, self, other)

    def __and__(self, other: Trigger) -> Trigger:
        return _joined(and_, self, other)


def _joined(how: Callable[[int, int], int], *those: Trigger) -> Trigger:
    flat = [one.those if isinstance(one, _Joined) and one.how is how else (one,) for one in those]
    return _Joined(how, tuple(chain.from_iterable(flat)))


@dataclass(frozen=True)
class _Joined(Trigger):
    how: Callable[[int, int], int]
    those: tuple[Trigger, ...]

    def entries(self, batch: Batch) -> int:
        return reduce(self.how, map(batch.triggered, self.those))


def parts(trigger: Trigger | None) -> tuple[Trigger, ...]:
    """What a trigger is joined of."""
    if isinstance(trigger, _Joined):
        return tuple(chain.from_iterable(map(parts, trigger.those)))
    return (trigger,) if trigger else ()


@dataclass(frozen=True)
class present(Trigger):
    """Entries that have the attribute."""

    attribute: str

    def entries(self, batch: Batch) -> int:
        return batch.present(self.attribute.lower())


@dataclass(frozen=True)
class absent(Trigger):
    """Entries that have it not."""

    attribute: str

    def entries(self, batch: Batch) -> int:
        return ~batch.present(self.attribute.lower())


@dataclass(frozen=True)
class differ(Trigger):
    """Entries of which two attributes do not have the same values, whatever their case."""

    one: str
    other: str

    def entries(self, batch: Batch) -> int:
        both = zip(batch.each[self.one.lower()], batch.each[self.other.lower()], strict=True)
        return _bits(
            [
                one != two
                and (type(one) is not str or type(two) is not str or one.lower() != two.lower())
                for one, two in both
            ]
        )


@dataclass(frozen=True)
class before(Trigger):
    """Entries with a number from 1 to below the limit, or no number: for FILETIMEs."""

    attribute: str
    limit: int

    def entries(self, batch: Batch) -> int:
        limit = self.limit
        values = batch.each[self.attribute.lower()]
        return _bits([value is not None and 0 < int(value) < limit for value in values])  # type: ignore[arg-type]  # a list is worth a look


@dataclass(frozen=True)
class where(Trigger):
    """Entries with a value that passes a test, which takes a text, or octets that are none."""

    attribute: str
    test: Callable[[Any], object]

    def entries(self, batch: Batch) -> int:
        column = batch.columns.get(self.attribute.lower())
        if column is None:
            return 0
        passed = {value for value in {*column.values} if self.test(value)}
        return column.holding(passed) if passed else 0


def flag(attribute: str, flags: int) -> Trigger:
    """Entries with a number that has one of these bits: for userAccountControl."""
    return where(attribute, _HasFlag(flags))


class _HasFlag(NamedTuple):
    flags: int

    def __call__(self, value: str) -> bool:
        return bool(int(value) & self.flags)


@dataclass(frozen=True)
class several(Trigger):
    """Entries with more than one value."""

    attribute: str

    def entries(self, batch: Batch) -> int:
        column = batch.columns.get(self.attribute.lower())
        return column.several if column else 0


@dataclass(frozen=True)
class longer(Trigger):
    """Entries with a value of more octets than that; shorter values of octets are not even read."""

    attribute: str
    limit: int

    def entries(self, batch: Batch) -> int:
        column, most = batch.columns.get(self.attribute.lower()), self.limit
        if column is None or (len(column.text) <= most and column.is_text and not column.odd):
            return 0
        long = {
            one for one in column.values if len(one) * (4 if isinstance(one, str) else 1) > most
        }
        return column.holding(long) if long else 0


@dataclass(frozen=True)
class unlike(Trigger):
    """Entries with a value that a pattern does not match in full."""

    attribute: str
    pattern: str

    def entries(self, batch: Batch) -> int:
        column = batch.columns.get(self.attribute.lower())
        return column.failing(mismatches(self.pattern)) if column else 0


def unhealthy(attribute: str) -> Trigger:
    """Entries with a value that is not as in a healthy directory: see `healthy_values`."""
    return unlike(attribute, HEALTHY[attribute])


@dataclass(frozen=True)
class contains(Trigger):
    """Entries with a value that contains one of these parts, in any case."""

    attribute: str
    parts: tuple[str, ...]

    def entries(self, batch: Batch) -> int:
        column = batch.columns.get(self.attribute.lower())
        if column is None:
            return 0
        found = [part for part in self.parts if part.lower() in column.folded]
        lines = column.folded.split("\n") if found else ()
        hits = (at for at, line in enumerate(lines) if any(part.lower() in line for part in found))
        return column.odd | bits_of(column.entries[at] for at in hits)


@dataclass(frozen=True)
class unless(Trigger):
    """Entries that fail a test, which takes a text for each attribute: its values, one a line."""

    test: Callable[..., object]
    attributes: tuple[str, ...]

    def entries(self, batch: Batch) -> int:
        names = [name.lower() for name in self.attributes]
        columns = [batch.columns.get(name) for name in names]
        given = [column.lines if column else ("",) * batch.size for column in columns]
        odd = reduce(or_, (column.odd for column in columns if column), 0)
        return odd | _bits([not passed for passed in map(self.test, *given)])


def addresses_agree(mail: str, addresses: str) -> bool:
    """Whether an entry has no addresses, or one primary one, which is its mail, and none twice.

    Takes the mail and the proxyAddresses, one a line.
    """
    if not addresses:
        return True
    if addresses == f"SMTP:{mail}":
        return bool(mail)
    if not mail or f"\nSMTP:{mail}\n" not in f"\n{addresses}\n" or addresses.count("SMTP:") > 1:
        return False
    folded = addresses.lower().split("\n")
    return len(set(folded)) == len(folded) < _FEW_ADDRESSES


UNTIDY_ADDRESSES = unless(addresses_agree, ("mail", "proxyAddresses"))
"""Entries whose addresses may not agree with each other and with their mail."""


def _bits(flags: Iterable[bool]) -> int:
    """The number in which a bit is set for each flag that is, the lowest first."""
    return int("".join(map("01".__getitem__, flags))[::-1] or "0", 2)
