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
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from readiness.columns import kernels
from readiness.storage.ordinal import ORDINAL_BITS
from readiness.storage.sorted_runs import RunWriter, sorted_rows
from readiness.storage.temporary_folder import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
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
        repeated = array("q", kernels.repeated(pairs, LEFT | RIGHT))
        groups: defaultdict[int, set[int]] = defaultdict(set)
        for hashed, marked in zip(repeated[0::2], repeated[1::2], strict=True):
            groups[hashed].add(marked)
        for hashed, group in groups.items():
            candidates.extend((ordinal, hashed) for ordinal in _sharing(group))
            if _is_taken(group):
                taken.append(hashed)
    candidates.flush()
    return taken


def _sharing(group: set[int]) -> set[int]:
    """The ordinals of a group that share its key; in a join, only if they are on both sides."""
    holders = {marked for marked in group if not marked & PROPOSED}
    ordinals = {marked & _ORDINAL_MASK for marked in holders}
    sides = {marked & (LEFT | RIGHT) for marked in holders}
    return ordinals if len(ordinals) > 1 and sides in ({0}, {LEFT, RIGHT}) else set()


def _is_taken(group: set[int]) -> bool:
    """Whether a key that is proposed to one entry is held by, or proposed to, another."""
    is_proposed = any(marked & PROPOSED for marked in group)
    return is_proposed and len({marked & _ORDINAL_MASK for marked in group}) > 1


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
    return ((ordinal, hashed) for ordinal, hashed in sorted_rows(folder, _CANDIDATES))
