"""Which entries share a key with another one: the memory of the scan, on disk.

A key is remembered as a 64-bit hash beside the place of its entry. Hashes that meet only make
candidates: their entries are read again, and the real values decide.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection
from itertools import chain
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from readiness.columns import kernels
from readiness.storage.sorted_runs import Spill

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_PORTIONS = 64
"""Keys are kept in so many portions, by their last bits; a few of them are compared at a time."""
_LENGTHS = Struct(f"<{_PORTIONS}Q")
"""What stands in a file before the portions that are written at once: the octets of each."""
_IN_MEMORY = 1 << 22
"""So many octets are held before they go to disk."""
_PAIR = 16
"""The octets of a hashed key and a place."""
_AT_ONCE = 1 << 22
"""So many octets are compared at a time; a million entries write about as many of a portion."""
_CHUNK = 1 << 20
"""So many are read at a time."""
_FEW = 1 << 17
"""So many hashed keys that meet are held in the quickest way, which takes the most memory."""
_MEETING_MAX = 1 << 24
"""So many octets of hashed keys that meet are held in memory."""
LEFT, RIGHT, OFFERED = 1 << 60, 1 << 61, 1 << 62
"""Marks beside a place: the sides of a join, and a key that is only proposed as yet."""
_PLACE = LEFT - 1


class Ledger:
    """What one process remembers of the entries that it has seen."""

    def __init__(self, folder: Path, name: str) -> None:
        """Write into a folder that nobody else can read; the name tells processes apart."""
        self._folder = folder
        self._name = name
        self._pairs = bytearray()

    def add(self, pairs: bytes) -> None:
        """Remember hashed keys, each beside the place of its entry, which may carry marks."""
        self._pairs += pairs

    def settle(self) -> None:
        """Write to disk if there is much in memory; called once in a while."""
        if len(self._pairs) > _IN_MEMORY:
            self.flush()

    def flush(self) -> None:
        """Write everything to disk; needed before `portions`."""
        if not self._pairs:
            return
        portions = kernels.scattered(self._pairs, _PORTIONS)
        # not kept open: what is open cannot be removed everywhere
        with (self._folder / f"{self._name}.keys").open("ab") as file:
            file.write(_LENGTHS.pack(*map(len, portions)))
            file.writelines(portions)
        self._pairs.clear()


class Portion(NamedTuple):
    """What is compared by one call of `shared`."""

    numbers: range
    parts: int
    """So many times it is read, each time for other keys."""


def portions(folder: Path) -> list[Portion]:
    """All keys, divided so that few enough are compared at a time."""
    size = sum(path.stat().st_size for path in folder.glob("*.keys"))
    comparisons = 1
    while size > comparisons * _AT_ONCE:
        comparisons *= 2
    together = max(_PORTIONS // comparisons, 1)
    return [
        Portion(range(first, first + together), max(comparisons // _PORTIONS, 1))
        for first in range(0, _PORTIONS, together)
    ]


def shared(folder: Path, portion: Portion) -> list[int]:
    """Spill the places of one portion whose keys meet; returns the proposed keys that are taken."""
    first = portion.numbers.start
    spill = Spill(folder, f"candidates-{first}")
    meet: list[int] = []
    taken: list[int] = []
    for part in _parts(folder, portion):
        pairs = array("q", kernels.repeated(part, LEFT | RIGHT))
        groups: dict[int, set[int]] = {}
        for hashed, ordinal in zip(pairs[0::2], pairs[1::2], strict=True):
            groups.setdefault(hashed, set()).add(ordinal)
        met = {
            hashed: ordinals for hashed, group in groups.items() if (ordinals := _meeting(group))
        }
        meet += met
        taken += (hashed for hashed, group in groups.items() if _is_taken(group))
        for ordinal in set().union(*met.values()):
            spill.add((ordinal,))
    spill.flush()
    with (folder / f"{first:02}.meeting").open("wb") as file:
        array("q", sorted(meet)).tofile(file)
    return taken


def _parts(folder: Path, portion: Portion) -> Iterator[bytearray]:
    """The pairs of one portion: all of them, or of a large one a few at a time, by their keys."""
    for part in range(portion.parts):
        pairs = bytearray()
        for held in _held(folder, portion.numbers):
            if portion.parts == 1:
                pairs += held
            else:
                finer = kernels.scattered(held, _PORTIONS * portion.parts)
                pairs += finer[_PORTIONS * part + portion.numbers.start]
        yield pairs


def _held(folder: Path, numbers: range) -> Iterator[bytearray]:
    """What all processes wrote of some portions, about _CHUNK octets at a time."""
    held = bytearray()
    for path in folder.glob("*.keys"):
        with path.open("rb") as file:
            while len(head := file.read(_LENGTHS.size)) == _LENGTHS.size:
                lengths = _LENGTHS.unpack(head)
                begin = file.tell()
                file.seek(begin + sum(lengths[: numbers.start]))
                octets = file.read(sum(lengths[numbers.start : numbers.stop]))
                held += octets[: len(octets) // _PAIR * _PAIR]  # a process may have died meanwhile
                file.seek(begin + sum(lengths))
                if len(held) > _CHUNK:
                    yield held
                    held = bytearray()
    yield held


def forget(folder: Path) -> None:
    """Remove all keys, which have been compared; `meeting` still knows those that meet."""
    for path in folder.glob("*.keys"):
        path.unlink()


def meeting(folder: Path) -> Collection[int]:
    """The hashed keys that meet, according to all calls of `shared`."""
    paths = sorted(folder.glob("*.meeting"))
    if sum(path.stat().st_size for path in paths) > _MEETING_MAX:
        return Everything()
    known = Meeting([array("q", path.read_bytes()) for path in paths])
    return frozenset(known) if len(known) < _FEW else known


class Meeting(Collection[int]):
    """Hashed keys, in as little memory as they can be."""

    def __init__(self, portions: Sequence[Sequence[int]]) -> None:
        """Take those of all portions in their order, each sorted."""
        self._portions = portions

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, int):
            return False
        number = key & (_PORTIONS - 1)
        keys = self._portions[number * len(self._portions) // _PORTIONS]
        at = bisect_left(keys, key)
        return at < len(keys) and keys[at] == key

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(self._portions)

    def __len__(self) -> int:
        return sum(map(len, self._portions))


class Everything(Collection[int]):
    """All keys, where those that meet are too many to be held in memory."""

    def __contains__(self, key: object) -> bool:
        return True

    def __iter__(self) -> Iterator[int]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _meeting(group: set[int]) -> set[int]:
    """The places of entries that have a key in common; one entry alone has not."""
    held = {ordinal & _PLACE for ordinal in group if not ordinal & OFFERED}
    marks = {ordinal & (LEFT | RIGHT) for ordinal in group if not ordinal & OFFERED}
    return held if len(held) > 1 and marks in ({0}, {LEFT, RIGHT}) else set()


def _is_taken(group: set[int]) -> bool:
    """Whether a key that is proposed to one entry belongs, or is proposed, to another."""
    return (
        any(ordinal & OFFERED for ordinal in group)
        and len({ordinal & _PLACE for ordinal in group}) > 1
    )
