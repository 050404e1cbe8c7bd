"""Finds the entries that share a key with another one, in bounded memory.

A key is hashed to 64 bits and written beside the ordinal of its entry: a pair of 16 octets, however
long the key is. Pairs are scattered into portions by the last bits of the hash, so that equal keys
are in one portion, and portions can be compared one by one and by several processes. Two keys may
have one hash by accident, so a repeated hash makes its entries candidates only: their real values
decide, in `comparison`.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from functools import partial
from itertools import groupby, islice
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from readiness.columns import kernels
from readiness.storage.ordinal import ORDINAL_BITS
from readiness.storage.sorted_runs import RunWriter, sorted_rows
from readiness.storage.temporary_folder import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_PORTIONS = 64
"""A power of two: the last bits of a hash are the number of its portion."""
_HEADER = Struct(f"<{_PORTIONS}Q")
"""What a writer puts before the portions that it writes at once: the octets of each."""
_PAIR = 16
"""The octets of a pair."""
_HELD = 4 * 1024 * 1024
"""A writer holds so many octets before it writes."""
_COMPARED = 4 * 1024 * 1024
"""About so many octets are compared at a time; a million entries make about as many a portion."""
_ROWS = 8192
"""So many candidates are written at a time."""
_READ = 1024 * 1024
"""So many are read at a time."""
LEFT, RIGHT, PROPOSED = (1 << ORDINAL_BITS + bit for bit in range(3))
"""Marks above an ordinal: the two sides of a join, and a key of a value that is only proposed."""
_ORDINAL_MASK = LEFT - 1
_KEYS, _CANDIDATES = "keys", "candidates"
"""The names of files: pairs as they were made, and ordinals beside shared hashes."""


class KeyWriter:
    """Writes the pairs of one process to a file."""

    def __init__(self, folder: Path, process: str) -> None:
        """Write to a file such as `keys-0`."""
        self._path = folder / f"{_KEYS}-{process}"
        self._pairs = bytearray()

    def add(self, pairs: bytes) -> None:
        """Take pairs of a hash and an ordinal, which may carry marks."""
        self._pairs += pairs
        if len(self._pairs) > _HELD:
            self.flush()

    def flush(self) -> None:
        """Write what is in memory; needed before the keys are divided into shares."""
        if not self._pairs:
            return
        # divided when written, so that who compares some portions reads these and skips the others
        portions = kernels.scattered(self._pairs, _PORTIONS)
        with opened(self._path, "ab") as file:
            file.write(_HEADER.pack(*map(len, portions)))
            file.writelines(portions)
        self._pairs.clear()


class KeyShare(NamedTuple):
    """The keys that one call of `find_shared` compares."""

    portions: range
    rounds: int
    """Into so many rounds a portion is divided that is too large to be compared at once."""


def key_shares(folder: Path) -> list[KeyShare]:
    """All keys, divided so that few enough are compared at a time."""
    size = sum(path.stat().st_size for path in folder.glob(f"{_KEYS}-*"))
    # a power of two, so that each more of them halves the portions by another bit
    comparisons = 1
    while size > comparisons * _COMPARED:
        comparisons *= 2
    together = max(_PORTIONS // comparisons, 1)
    rounds = max(comparisons // _PORTIONS, 1)
    return [
        KeyShare(range(first, first + together), rounds) for first in range(0, _PORTIONS, together)
    ]


def find_shared(folder: Path, share: KeyShare) -> list[int]:
    """Write down which entries share which hashes; returns proposed hashes that are taken."""
    candidates = RunWriter(folder, _CANDIDATES, str(share.portions.start))
    taken: list[int] = []
    for pairs in _rounds(folder, share):
        repeated = memoryview(kernels.repeated(pairs, LEFT | RIGHT)).cast("q")
        # arrays, for everybody may hold the same default value
        groups: defaultdict[int, array[int]] = defaultdict(partial(array, "q"))
        for hashed, marked in zip(repeated[0::2], repeated[1::2], strict=True):
            # what lies in one portion by accident is told apart by its whole hash
            groups[hashed].append(marked)
        for hashed, group in groups.items():
            if _is_shared(group):
                holders = (marked for marked in group if not marked & PROPOSED)
                rows = ((marked & _ORDINAL_MASK, hashed) for marked in holders)
                while block := list(islice(rows, _ROWS)):
                    candidates.extend(block)
            if _is_taken(group):
                taken.append(hashed)
    candidates.flush()
    return taken


def _is_shared(group: Iterable[int]) -> bool:
    """Whether the holders of a key share it; in a join, only if they are on both sides."""
    sides = {marked & (LEFT | RIGHT) for marked in group if not marked & PROPOSED}
    # a value that is only proposed makes nobody a duplicate
    holders = (marked for marked in group if not marked & PROPOSED)
    # without marks where some check asks who shares the key at all: see `key_rules`
    return sides in ({0}, {LEFT, RIGHT}) and _are_several(holders)


def _is_taken(group: Iterable[int]) -> bool:
    """Whether a key that is proposed to one entry is held by, or proposed to, another."""
    return any(marked & PROPOSED for marked in group) and _are_several(group)


def _are_several(group: Iterable[int]) -> bool:
    """Whether these are several entries."""
    ordinals = (marked & _ORDINAL_MASK for marked in group)
    first = next(ordinals, None)
    return any(ordinal != first for ordinal in ordinals)


def _rounds(folder: Path, share: KeyShare) -> Iterator[bytearray]:
    """The pairs of a share, round by round; equal hashes are in one round."""
    for number in range(share.rounds):
        pairs = bytearray()
        for read in _pairs_of(folder, share.portions):
            if share.rounds == 1:
                pairs += read
            else:
                # more of the last bits divide a portion, which has equal ones of the first 6
                finer = kernels.scattered(read, _PORTIONS * share.rounds)
                pairs += finer[_PORTIONS * number + share.portions.start]
        yield pairs


def _pairs_of(folder: Path, portions: range) -> Iterator[bytearray]:
    """What all processes wrote of some portions, about _READ octets at a time."""
    pairs = bytearray()
    for path in folder.glob(f"{_KEYS}-*"):
        with opened(path, "rb") as file:
            while len(head := file.read(_HEADER.size)) == _HEADER.size:
                lengths = _HEADER.unpack(head)
                begin = file.tell()
                file.seek(begin + sum(lengths[: portions.start]))
                octets = file.read(sum(lengths[portions.start : portions.stop]))
                # half a pair is the last that a process wrote before it died
                pairs += octets[: len(octets) // _PAIR * _PAIR]
                file.seek(begin + sum(lengths))
                if len(pairs) > _READ:
                    yield pairs
                    pairs = bytearray()
    yield pairs


def remove_keys(folder: Path) -> None:
    """Remove the pairs, which have been compared: they take the most room of all files."""
    for path in folder.glob(f"{_KEYS}-*"):
        path.unlink()


def candidates(folder: Path) -> Iterator[tuple[int, int]]:
    """The ordinals of entries that may share a key, each beside a shared hash; sorted."""
    # an entry may hold a key in several attributes, and comes once for each of them
    return (row for row, _ in groupby(sorted_rows(folder, _CANDIDATES)))
