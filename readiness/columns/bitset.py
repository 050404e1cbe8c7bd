"""Sets of entries as the bits of a number: the lowest bit stands for the first entry."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FEW = 8
"""So many bits are found faster one by one."""


def numbers(bits: int) -> list[int]:
    """The numbers of the bits that are set, the lowest first."""
    if bits.bit_count() > _FEW:
        return [number for number, digit in enumerate(f"{bits:b}"[::-1]) if digit == "1"]
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found


def bits_of(numbers: Iterable[int]) -> int:
    """The number in which the bits with these numbers are set."""
    return reduce(or_, (1 << number for number in numbers), 0)


def flags(bits: int, size: int) -> list[bool]:
    """Whether each of so many bits is set, the lowest first."""
    return [digit == "1" for digit in reversed(f"{bits:0{size}b}")]


def octets_of(bits: int) -> bytes:
    """Bits as octets, the lowest first."""
    return bits.to_bytes(bits.bit_length() // 8 + 1, "little")
