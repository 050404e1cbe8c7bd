"""Which entries a check wants to be asked about, told of a whole batch at once.

A trigger is said by a function, `absent("mail")`, and joined by `&` and `|`. It may let too many
entries through, for `examine` decides, and never too few: therefore it cannot be negated. Triggers
that are equal are asked once, whichever checks say them.

All triggers are in this one long file, each function beside what it returns: it is the list that
one looks through when writing a check.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from readiness.checking.healthy_values import HEALTHY
from readiness.columns.bitset import bits_of, bits_where, indexes
from readiness.columns.patterns import mismatches
from readiness.model.values import is_blank, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from readiness.columns.batch import Batch
    from readiness.columns.column import Column
    from readiness.model.entry import Values

_FEW_ADDRESSES = 100
"""To look for repeated addresses among more than that is left to `examine`."""
_OCTETS_OF_CHARACTER = 4
"""UTF-8 has no longer characters."""


class Trigger:
    """What makes an entry worth a look."""

    def entries(self, batch: Batch) -> int:
        """The entries of a batch that are worth a look, in bits."""
        raise NotImplementedError

    def __or__(self, other: Trigger) -> Trigger:
        return _joined(or_, self, other)

    def __and__(self, other: Trigger) -> Trigger:
        return _joined(and_, self, other)


@dataclass(frozen=True)
class _Joined(Trigger):
    how: Callable[[int, int], int]
    components: tuple[Trigger, ...]

    def entries(self, batch: Batch) -> int:
        return reduce(self.how, map(batch.triggered, self.components))


def _joined(how: Callable[[int, int], int], *triggers: Trigger) -> Trigger:
    """Triggers joined in one way; those of one way make one, so that equal ones are equal."""
    flat = (
        trigger.components if isinstance(trigger, _Joined) and trigger.how is how else (trigger,)
        for trigger in triggers
    )
    return _Joined(how, tuple(chain.from_iterable(flat)))


def components(trigger: Trigger | None) -> tuple[Trigger, ...]:
    """The triggers that a trigger is joined of."""
    if isinstance(trigger, _Joined):
        return tuple(chain.from_iterable(map(components, trigger.components)))
    return (trigger,) if trigger else ()


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
            {entry for entry, value in zip(*held, strict=True) if is_blank(_as_text(value))}
        )


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
            if len(value) > longest and len(_as_octets(value)) > limit
        }
        return column.holding(large) if large else 0


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
        tested = map(_as_number, map(_as_text, each))
        return any(number is not None and 0 < number < self.limit for number in tested)


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


def differ(one: str, other: str) -> Trigger:
    """Entries whose two attributes have different values, whatever their case.

    `differ("userPrincipalName", "mail")`.
    """
    return Differ(one.lower(), other.lower())


@dataclass(frozen=True)
class Differ(Trigger):
    """See `differ`."""

    one: str
    other: str

    def entries(self, batch: Batch) -> int:
        both = zip(batch.each[self.one], batch.each[self.other], strict=True)
        return bits_where([one != other and not _is_alike(one, other) for one, other in both])


def _is_alike(one: Values | None, other: Values | None) -> bool:
    """Whether two are single texts that differ in nothing but case."""
    return type(one) is str and type(other) is str and one.lower() == other.lower()


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
        passed = {value for value in column.distinct if self.test(_as_text(value))}
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
        passed = {value for value in column.distinct if self.test(_as_octets(value))}
        return column.holding(passed) if passed else 0


def together(attributes: tuple[str, ...], test: Callable[..., object]) -> Trigger:
    """Entries whose values of several attributes, taken together, pass a test.

    It takes a text for each attribute, its values one a line, and is asked about each entry:
    `together(("c", "countryCode"), contradict)`. For one attribute alone, `where` is quicker.
    """
    return Together(tuple(name.lower() for name in attributes), test)


@dataclass(frozen=True)
class Together(Trigger):
    """See `together`."""

    attributes: tuple[str, ...]
    test: Callable[..., object]

    def entries(self, batch: Batch) -> int:
        columns = [batch.columns.get(name) for name in self.attributes]
        lines = [column.lines if column else ("",) * batch.size for column in columns]
        # values that are octets, or have line feeds, are not among the lines
        odd = reduce(or_, (column.odd for column in columns if column), 0)
        return odd | bits_where(map(self.test, *lines))


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


def addresses_disagree(mail: str, addresses: str) -> bool:
    """Whether there are addresses, but not just one primary one that is the mail, or one twice.

    Takes the mail and the proxyAddresses, one a line.
    """
    if not addresses:
        return False
    if addresses == f"SMTP:{mail}":
        return not mail
    if not mail or f"\nSMTP:{mail}\n" not in f"\n{addresses}\n" or addresses.count("SMTP:") > 1:
        return True
    folded = addresses.lower().split("\n")
    return len(set(folded)) < len(folded) or len(folded) > _FEW_ADDRESSES


UNTIDY_ADDRESSES = together(("mail", "proxyAddresses"), addresses_disagree)
"""Entries whose addresses may not agree with each other and with their mail."""


def _as_text(value: str | bytes) -> str:
    return value if isinstance(value, str) else text(value)


def _as_octets(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


def _as_number(value: str) -> int | None:
    """What `Entry.number` makes of a value."""
    try:
        return int(value)
    except ValueError:
        return None
