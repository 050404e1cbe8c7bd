"""Sets of entries as the bits of one integer: bit 0 stands for the first entry of a batch.

Python combines whole integers in C, so "users that are in scope and have no mail" is three
operations for a thousand entries, and such a set takes an eighth of an octet for each of them.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FEW = 8
"""Up to so many bits are quicker to find one by one than by writing out all digits."""


def indexes(bits: int) -> list[int]:
    """The indexes of the bits that are set, the lowest first; not of a negative number."""
    if bits.bit_count() > _FEW:
        # the digits are made in C: 35 ns for each bit instead of 250
        return [index for index, digit in enumerate(f"{bits:b}"[::-1]) if digit == "1"]
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found


def bits_of(indexes: Iterable[int]) -> int:
    """The set of these indexes; for few of them, else `bits_where` is quicker."""
    return reduce(or_, (1 << index for index in indexes), 0)


def bits_where(flags: Iterable[object]) -> int:
    """The set of the indexes at which a flag is true."""
    digits = "".join(["1" if flag else "0" for flag in flags])
    return int(digits[::-1] or "0", 2)


def bits_marked(octets: bytes, marks: bytes) -> int:
    """The set of the indexes of octets that are marked: for each of 256, `marks` has a 1 or a 0."""
    return int(octets.translate(marks)[::-1] or b"0", 2)


def flags_of(bits: int, size: int) -> list[bool]:
    """For each index below `size` whether it is in the set."""
    return [digit == "1" for digit in reversed(f"{bits:0{size}b}")]


def bytes_of(bits: int) -> bytes:
    """The set as the compiled loops take it: eight entries in a byte, the lowest bit first."""
    return bits.to_bytes(bits.bit_length() // 8 + 1, "little")
