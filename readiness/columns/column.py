"""The values of one attribute in a batch of entries."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import cached_property
from itertools import compress, pairwise
from typing import TYPE_CHECKING, NamedTuple, Self

from readiness.columns import kernels
from readiness.columns.bitset import bits_of, bits_where, flags_of, indexes
from readiness.model.values import as_octets, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from readiness.columns.kernels import PlainParts
    from readiness.columns.patterns import Mismatches
    from readiness.model.entry import Values

TEXT, CLASSES = -1, -2
"""How an attribute is read: as text, or as text without the classes that every account has.

Any other number means bytes, of which values up to that length are left empty: see `columns.c`.
"""


class Held(NamedTuple):
    """Values of some entries, side by side; an entry with several values comes several times."""

    entries: Sequence[int]
    """The index of the entry of each value, in ascending order."""
    values: Sequence[str | bytes]


class ColumnParts(NamedTuple):
    """All that a column is made of.

    The last three are None if every entry has just one value, which is what most columns are like:
    then the index of an entry is that of its value, and nothing has to be looked up.
    """

    values: str | list[bytes]
    """A text with a line for each value, or bytes. One text for all of them, since to make an
    object of each would cost more than most checks do."""
    odd: dict[int, bytes] | None
    """The values that are not UTF-8 or have a line feed, by index; their lines are empty."""
    holders: bytes | None
    """The index of the entry of each value, as unsigned integers of 32 bits."""
    present: bytes | None
    """Bits for the entries that have a value."""
    several: bytes | None
    """Bits for the entries that have more than one value."""


class Column:
    """The values of one attribute, in the order of the entries."""

    def __init__(self, size: int, parts: PlainParts) -> None:
        """Take the parts of a column of a batch of `size` entries."""
        self._size = size
        self.parts = ColumnParts(*parts)
        self._odd = self.parts.odd or {}
        self.holders = self.parts.holders
        """The index of the entry of each value, as in `ColumnParts`; None if it is that of it."""
        present, several = self.parts.present, self.parts.several
        # an integer as a set: entries in common are one `&` of some hundred octets
        self.present = (1 << size) - 1 if present is None else int.from_bytes(present, "little")
        """The entries that have the attribute, in bits."""
        self.several = 0 if several is None else int.from_bytes(several, "little")
        """Those that have more than one value."""
        values = self.parts.values
        self.is_text = isinstance(values, str)
        """Whether its values are texts, apart from odd ones."""
        self.text = values if isinstance(values, str) else "\n" * len(values)
        """All values, each with a line feed behind it; empty lines for what is no such text."""
        # not by `entries`, which few columns need that have no odd values
        odd = bits_of(self.entries[index] for index in self._odd) if self._odd else 0
        self.odd = odd if self.is_text else self.present
        """The entries with values that are bytes, in bits."""

    @classmethod
    def of(cls, size: int, held: Held, *, is_text: bool) -> Self:
        """The column of a batch of `size` entries, some of which hold these values."""
        entries, values = held
        rest = (
            array("I", entries).tobytes(),
            _bit_bytes(size, entries),
            _bit_bytes(
                size, (entry for entry, following in pairwise(entries) if entry == following)
            ),
        )
        if is_text:
            return cls(size, (*_lines_of(values), *rest))
        return cls(size, (list(map(as_octets, values)), None, *rest))

    @property
    def plain_parts(self) -> PlainParts:
        """The parts as `marshal` can write them: it refuses a named tuple."""
        values, odd, holders, present, several = self.parts
        return values, odd, holders, present, several

    @cached_property
    def entries(self) -> Sequence[int]:
        """The index of the entry of each value."""
        return range(self._size) if self.holders is None else array("I", self.holders)

    @cached_property
    def _folded(self) -> str:
        """`text` in lower case, in which a substring is found three times as fast as a pattern."""
        return self.text.lower()

    @cached_property
    def values(self) -> Sequence[str | bytes]:
        """All values: texts, or bytes that are no UTF-8 or more than a line."""
        if not isinstance(self.parts.values, str):
            return self.parts.values
        values: list[str | bytes] = self.parts.values.split("\n")  # type: ignore[assignment]  # texts
        # the last line feed ends a line, and begins none
        del values[-1]
        for index, odd in self._odd.items():
            values[index] = odd
        return values

    @cached_property
    def distinct(self) -> AbstractSet[str | bytes]:
        """The different values; most attributes that several checks ask about have but a few."""
        return frozenset(self.values)

    @cached_property
    def lines(self) -> Sequence[str]:
        """For each entry its values, one a line; nothing for one without, or with odd ones."""
        if self.holders is None and self.is_text and not self._odd:
            return self.values  # type: ignore[return-value]  # these are texts
        holders = self.holders or array("I", self.entries).tobytes()
        lines = kernels.gathered(self.text, holders, self._size)
        for entry in indexes(self.odd):
            lines[entry] = ""
        return lines

    @cached_property
    def each(self) -> Sequence[Values | None]:
        """The value or values of each entry, None for one that has none."""
        if self.holders is None:
            return self.values
        found: list[Values | None]
        if not self.several:
            found = [None] * self._size
            for entry, value in zip(self.entries, self.values, strict=True):
                found[entry] = value
            return found
        # the compiled loop gathers the lines of each entry: those of several values are parted
        found = [*self.lines]
        for entry in indexes(self.several & ~self.odd):
            found[entry] = self.lines[entry].split("\n")  # type: ignore[assignment]  # texts
        absent = self.present ^ (1 << self._size) - 1
        for entry in indexes(self.odd | absent):
            found[entry] = self[entry]
        return found

    def __getitem__(self, entry: int) -> Values | None:
        """The value or values of one entry, without `each`, which is dear for a few entries."""
        if not self.present >> entry & 1:
            return None
        if self.holders is None:
            return self.values[entry]
        # gathered in a compiled loop, and wanted again once many entries are asked for: see `each`
        if self.several and not self.odd >> entry & 1:
            line = self.lines[entry]
            return line.split("\n") if self.several >> entry & 1 else line  # type: ignore[return-value]  # texts
        # values come in the order of their entries, so that those of one lie side by side
        first = bisect_left(self.entries, entry)
        if not self.several >> entry & 1:
            return self.values[first]
        return list(self.values[first : bisect_left(self.entries, entry + 1, lo=first)])

    def first(self, entry: int) -> str | bytes | None:
        """The first value of one entry."""
        held = self[entry]
        return held[0] if isinstance(held, list) else held

    def held_by(self, bits: int) -> Held:
        """The values of some entries."""
        # everybody who has the attribute is meant, as nearly always: nothing has to be picked out
        if not self.present & ~bits:
            return Held(self.entries, self.values)
        chosen = list(map(flags_of(bits, self._size).__getitem__, self.entries))
        return Held(list(compress(self.entries, chosen)), list(compress(self.values, chosen)))

    def holding(self, values: AbstractSet[str | bytes]) -> int:
        """The entries with one of these values, in bits."""
        if self.holders is None:
            return bits_where(map(values.__contains__, self.values))
        both = zip(self.entries, self.values, strict=True)
        return bits_of({entry for entry, value in both if value in values})

    def failing(self, mismatches: Mismatches) -> int:
        """The entries with a value that does not match, in bits; odd values never do."""
        # asked first, since nearly every column is healthy
        failing = [*mismatches(self.text)]
        return self.odd | bits_of(map(self.entries.__getitem__, failing)) if failing else self.odd

    def containing(self, fragment: str) -> int:
        """The entries with a value that contains a text in lower case, whatever its own case.

        Values that are no text are left out.
        """
        text, find = self.text, kernels.containing
        # İ and the sign of Kelvin are the only other characters that have small letters in ASCII
        is_plain = fragment.isascii() and "\u0130" not in text and "\u212a" not in text
        if find and is_plain:
            found = find(text, fragment)
            return bits_of({self.entries[number] for number in found}) if found else 0
        # asked of the whole column first: nearly always, the fragment is in no value at all
        lines = self._folded.split("\n")[:-1] if fragment in self._folded else ()
        return bits_of({self.entries[at] for at, line in enumerate(lines) if fragment in line})

    @cached_property
    def domains(self) -> AbstractSet[str]:
        """What follows the last @ in its values, as they spell it."""
        odd = [text(value) for value in self.values if isinstance(value, bytes)] if self.odd else ()
        return {
            *kernels.domains(self.text),
            *(value.rpartition("@")[2] for value in odd if "@" in value),
        }


def _lines_of(values: Sequence[str | bytes]) -> tuple[str, dict[int, bytes]]:
    """Values as lines of one text, and by index those that cannot be lines."""
    try:
        joined = "\n".join([*values, ""])  # type: ignore[list-item]  # bytes raise TypeError
    except TypeError:
        joined = ""
    if joined.count("\n") == len(values):
        return joined, {}
    lines: list[str] = []
    odd: dict[int, bytes] = {}
    for value in values:
        try:
            line = value if isinstance(value, str) else value.decode()
        except UnicodeDecodeError:
            # makes it odd below, as values with line feeds are
            line = "\n"
        if "\n" in line:
            odd[len(lines)] = as_octets(value)
            line = ""
        lines.append(line)
    lines.append("")
    return "\n".join(lines), odd


def _bit_bytes(size: int, entries: Iterable[int]) -> bytes:
    """Bits for some of `size` entries, eight in a byte, the lowest first."""
    # not by way of an integer: to set one bit of it copies all of them
    found = bytearray(size // 8 + 1)
    for entry in entries:
        found[entry >> 3] |= 1 << (entry & 7)
    return bytes(found)
