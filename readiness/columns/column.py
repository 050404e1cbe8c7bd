"""The values of one attribute in a block of entries."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import cached_property
from itertools import compress, pairwise
from typing import TYPE_CHECKING, NamedTuple, Self

from readiness.columns import kernels
from readiness.columns.bitset import bits_of, flags, numbers
from readiness.model.values import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    from readiness.columns.patterns import Mismatches
    from readiness.model.entry import Values

TEXT, CLASSES = -1, -2
"""What is wanted of an attribute, beside the length up to which octets are left out."""


class Held(NamedTuple):
    """Values of some entries, each beside the number of its entry."""

    entries: Sequence[int]
    values: Sequence[str | bytes]


Made = tuple[
    "str | list[bytes]", "dict[int, bytes] | None", "bytes | None", "bytes | None", "bytes | None"
]
"""What a column is made of: its values, as a text with a line for each of them or as octets; those
that are no text of one line, by number; and, unless every entry has just one: the number of the
entry of each value, as unsigned integers, and bits for the entries that have a value, and several.
"""


class Column:
    """The values of one attribute, in the order of the entries."""

    def __init__(self, size: int, made: Made) -> None:
        """Take the values of the attribute of `size` entries, as `kernels.columns` makes them."""
        self._size = size
        self._made = made
        self._values, odd, self.holders, present, several = made
        self._odd = odd or {}
        self.present = (1 << size) - 1 if present is None else int.from_bytes(present, "little")
        """The entries that have the attribute, in bits."""
        self.several = 0 if several is None else int.from_bytes(several, "little")
        """Those that have more than one value."""

    @classmethod
    def of(cls, size: int, held: Held, *, is_text: bool) -> Self:
        """The column of `size` entries, of which some hold such values, in their order."""
        entries, values = held
        present = _octets(size, entries)
        several = _octets(size, (one for one, two in pairwise(entries) if one == two))
        rest = (array("I", entries).tobytes(), present, several)
        if not is_text:
            octets = [one if isinstance(one, bytes) else one.encode() for one in values]
            return cls(size, (octets, None, *rest))
        text, odd = _lines_of(values)
        return cls(size, (text, odd, *rest))

    @property
    def is_text(self) -> bool:
        """Whether its values are texts, but for odd ones."""
        return isinstance(self._values, str)

    @cached_property
    def entries(self) -> Sequence[int]:
        """The number of the entry of each value."""
        return range(self._size) if self.holders is None else array("I", self.holders)

    @cached_property
    def text(self) -> str:
        """Its values, each with a line feed behind it; empty ones for what is no such text."""
        if isinstance(self._values, str):
            return self._values
        return "\n" * len(self._values)

    @cached_property
    def values(self) -> Sequence[str | bytes]:
        """All values: texts, or octets that are none, or none of one line."""
        if not isinstance(self._values, str):
            return self._values
        values: list[str | bytes] = self._values.split("\n")  # type: ignore[assignment]  # of texts
        del values[-1]
        for number, octets in self._odd.items():
            values[number] = octets
        return values

    @cached_property
    def odd(self) -> int:
        """The entries with values that are octets, in bits."""
        if not self.is_text:
            return self.present
        bits = 0
        for number in self._odd:
            bits |= 1 << self.entries[number]
        return bits

    @cached_property
    def lines(self) -> Sequence[str]:
        """For each entry its values, one a line; nothing for one without, or with odd ones."""
        if self.holders is None and not self._odd and self.is_text:
            return self.values  # type: ignore[return-value]  # these are texts
        holders = self.holders or array("I", self.entries).tobytes()
        lines = kernels.gathered(self.text, holders, self._size)
        for entry in numbers(self.odd):
            lines[entry] = ""
        return lines

    def first(self, entry: int) -> str | bytes | None:
        """The first value of an entry."""
        if not self.present >> entry & 1:
            return None
        at = entry if self.holders is None else bisect_left(self.entries, entry)
        return self.values[at]

    def of_entry(self, entry: int) -> Values | None:
        """The values of an entry; None for one that has none."""
        return self.each[entry]

    @cached_property
    def each(self) -> Sequence[Values | None]:
        """The values of each entry, None for one that has none."""
        if self.holders is None:
            return self.values
        found: list[Values | None] = [None] * self._size
        if not self.several:
            for entry, value in zip(self.entries, self.values, strict=True):
                found[entry] = value
            return found
        for entry, value in zip(self.entries, self.values, strict=True):
            before = found[entry]
            if before is None:
                found[entry] = value
            elif type(before) is list:
                before.append(value)
            else:
                found[entry] = [before, value]
        return found

    def held_by(self, bits: int) -> Held:
        """The values of some entries."""
        if not self.present & ~bits:
            return Held(self.entries, self.values)
        chosen = list(map(flags(bits, self._size).__getitem__, self.entries))
        return Held(list(compress(self.entries, chosen)), list(compress(self.values, chosen)))

    def failing(self, mismatches: Mismatches) -> int:
        """The entries with a value that does not match, in bits; odd values never do."""
        return self.odd | bits_of(self.entries[number] for number in mismatches(self.text))

    @cached_property
    def folded(self) -> str:
        """Its text in lower case."""
        return self.text.lower()

    @cached_property
    def domains(self) -> Set[str]:
        """What follows the last @ in its values, as they spell it."""
        strange = [text(one) for one in self.values if isinstance(one, bytes)] if self.odd else ()
        return {
            *kernels.domains(self.text),
            *(one.rpartition("@")[2] for one in strange if "@" in one),
        }

    def holding(self, values: Set[str | bytes]) -> int:
        """The entries with one of these values, in bits."""
        if self.holders is None:
            digits = "".join(["1" if value in values else "0" for value in self.values])
            return int(digits[::-1] or "0", 2)
        both = zip(self.entries, self.values, strict=True)
        return bits_of({entry for entry, value in both if value in values})

    def dump(self) -> Made:
        """What the column can be made of again."""
        return self._made


def _lines_of(values: Sequence[str | bytes]) -> tuple[str, dict[int, bytes]]:
    """Values as lines of a text, and those that are no such lines, by number."""
    try:
        text = "\n".join([*values, ""])  # type: ignore[list-item]  # octets are caught
    except TypeError:
        text = ""
    if text.count("\n") == len(values):
        return text, {}
    lines: list[str] = []
    odd: dict[int, bytes] = {}
    for value in values:
        try:
            line = value if isinstance(value, str) else value.decode()
        except UnicodeDecodeError:
            line = "\n"
        if "\n" in line:
            odd[len(lines)] = value if isinstance(value, bytes) else value.encode()
            line = ""
        lines.append(line)
    lines.append("")
    return "\n".join(lines), odd


def _octets(size: int, entries: Iterable[int]) -> bytes:
    """Bits for some entries, the lowest first."""
    octets = bytearray(size // 8 + 1)
    for entry in entries:
        octets[entry >> 3] |= 1 << (entry & 7)
    return bytes(octets)
