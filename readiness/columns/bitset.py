"""Sets of entries as the bits of a number: the lowest bit stands for the first entry."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def numbers(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, the lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def bits_of(numbers: Iterable[int]) -> int:
    """The number in which the bits with these numbers are set."""
    return reduce(or_, (1 << number for number in numbers), 0)


def flags(bits: int, size: int) -> list[bool]:
    """Whether each of so many bits is set, the lowest first."""
    return [digit == "1" for digit in reversed(f"{bits:0{size}b}")]


def octets_of(bits: int) -> bytes:
    """Bits as octets, the lowest first."""
    return bits.to_bytes(bits.bit_length() // 8 + 1, "little")
