"""Which errors each object has, in four bytes an object."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_F = TypeVar("_F")
_CHUNK_BITS = 20
"""Ordinals have gaps between batches; within a batch, which is smaller, they follow each other."""
_STEPS_A_PATTERN = 10
"""So many ways on are remembered for each pattern: a number of memory, not of meaning."""
_INDEXES = (1 << _CHUNK_BITS) - 1


class ErrorPatterns(Generic[_F]):
    """Remembers facts about objects: all objects of which the same facts hold share a pattern.

    Facts come in any order, about a million objects by the million; how many different ones there
    are, and so how many patterns, depends on the checks and not on the objects.
    """

    def __init__(self, patterns_max: int, coarser: Callable[[_F], _F]) -> None:
        """Know of no facts yet; beyond so many patterns, new ones are made of `coarser` facts."""
        self._patterns: list[frozenset[_F]] = [frozenset()]
        self._numbers: dict[frozenset[_F], int] = {frozenset(): 0}
        self._extended: dict[tuple[int, _F], int] = {}
        """The number of the pattern that a pattern becomes with a fact."""
        self._chunks: dict[int, array[int]] = {}
        """For each object of a chunk the number of its pattern, by index."""
        self._patterns_max = patterns_max
        self._coarser = coarser

    def add(self, ordinal: int, fact: _F) -> None:
        """Remember that a fact holds of the object with that ordinal."""
        index = ordinal & _INDEXES
        # an array and not a dictionary: 4 bytes an object instead of a hundred
        chunk = self._chunks.get(ordinal >> _CHUNK_BITS)
        if chunk is None:
            chunk = self._chunks[ordinal >> _CHUNK_BITS] = array("I")
        if len(chunk) <= index:
            chunk.frombytes(bytes(chunk.itemsize * (index + 1 - len(chunk))))
        # as in a state machine: the pattern so far and a fact lead to the next pattern
        step = (chunk[index], fact)
        number = self._extended.get(step)
        if number is None:
            number = self._number_with(*step)
        chunk[index] = number

    def _number_with(self, number: int, fact: _F) -> int:
        pattern = self._patterns[number] | {fact}
        if pattern not in self._numbers and len(self._patterns) >= self._patterns_max:
            pattern = frozenset(map(self._coarser, pattern))
        found = self._numbers.setdefault(pattern, len(self._patterns))
        if found == len(self._patterns):
            self._patterns.append(pattern)
        if len(self._extended) < _STEPS_A_PATTERN * self._patterns_max:
            self._extended[number, fact] = found
        return found

    def of(self, ordinal: int) -> frozenset[_F]:
        """The facts that hold of an object."""
        return self._patterns[self.number_of(ordinal)]

    def number_of(self, ordinal: int) -> int:
        """The number of the pattern of an object; 0 if nothing holds of it."""
        chunk = self._chunks.get(ordinal >> _CHUNK_BITS, ())
        index = ordinal & _INDEXES
        return chunk[index] if index < len(chunk) else 0

    def forget(self, ordinal: int) -> None:
        """Let nothing hold of an object."""
        if self.number_of(ordinal):
            self._chunks[ordinal >> _CHUNK_BITS][ordinal & _INDEXES] = 0

    def translated(self, meanings: Mapping[int, int]) -> Iterator[tuple[int, bytes]]:
        """What patterns mean for objects, an octet each, behind the ordinal of the first of them.

        `meanings` is by number of the pattern; see `numbered`.
        """
        for chunk, numbers in self._chunks.items():
            yield chunk << _CHUNK_BITS, bytes(map(meanings.__getitem__, numbers))

    def numbered(self) -> Iterator[tuple[int, frozenset[_F]]]:
        """Every pattern behind its number."""
        return enumerate(self._patterns)

    def counted(self) -> Iterator[tuple[frozenset[_F], int]]:
        """Every pattern with a fact, and the number of objects that have it."""
        totals: Counter[int] = Counter()
        for chunk in self._chunks.values():
            totals.update(chunk)
        return ((self._patterns[number], objects) for number, objects in totals.items() if number)
