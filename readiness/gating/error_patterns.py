"""Which errors each object has, in four bytes an object."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

_F = TypeVar("_F")
_CHUNK_BITS = 20
"""Ordinals have gaps, but within a chunk they follow each other."""
_INDEXES = (1 << _CHUNK_BITS) - 1


class ErrorPatterns(Generic[_F]):
    """Remembers facts about objects: all objects of which the same facts hold share a pattern.

    Facts come in any order, in a directory of a million objects by the million; how many kinds of
    facts there are, and so how many patterns, depends on the checks and not on the objects.
    """

    def __init__(self) -> None:
        """Know of no facts yet."""
        self._patterns: list[frozenset[_F]] = [frozenset()]
        self._numbers: dict[frozenset[_F], int] = {frozenset(): 0}
        self._extended: dict[tuple[int, _F], int] = {}
        """The number of the pattern that a pattern becomes with a fact."""
        self._chunks: dict[int, array[int]] = {}
        """For each object of a chunk the number of its pattern, by index."""

    def add(self, ordinal: int, fact: _F) -> None:
        """Remember that a fact holds of the object with that ordinal."""
        index = ordinal & _INDEXES
        chunk = self._chunks.get(ordinal >> _CHUNK_BITS)
        if chunk is None:
            chunk = self._chunks[ordinal >> _CHUNK_BITS] = array("I")
        if len(chunk) <= index:
            chunk.frombytes(bytes(chunk.itemsize * (index + 1 - len(chunk))))
        step = (chunk[index], fact)
        number = self._extended.get(step)
        if number is None:
            number = self._extended[step] = self._number(self._patterns[step[0]] | {fact})
        chunk[index] = number

    def _number(self, pattern: frozenset[_F]) -> int:
        number = self._numbers.setdefault(pattern, len(self._patterns))
        if number == len(self._patterns):
            self._patterns.append(pattern)
        return number

    def of(self, ordinal: int) -> frozenset[_F]:
        """The facts that hold of an object."""
        chunk = self._chunks.get(ordinal >> _CHUNK_BITS, ())
        index = ordinal & _INDEXES
        return self._patterns[chunk[index] if index < len(chunk) else 0]

    def counted(self) -> Iterator[tuple[frozenset[_F], int]]:
        """Every pattern with a fact, and the number of objects that have it."""
        totals: Counter[int] = Counter()
        for chunk in self._chunks.values():
            totals.update(chunk)
        return ((self._patterns[number], objects) for number, objects in totals.items() if number)
