"""Keeps a tenant's objects on disk, with an index of the keys by which objects are met.

A key is hashed to 32 bits and put beside the number of its object: 8 octets, sorted, in a file that
every process maps into its memory. Another one says where those begin whose first bits are alike:
one or two of them, so that nothing has to be sought. A million objects take some 50 MB in both. Two
keys may have one hash by accident; the objects themselves decide.
"""

from __future__ import annotations

import marshal
import mmap
from array import array
from bisect import bisect_left
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Any
from zlib import crc32

from readiness.model.tenant_object import TenantKind, TenantObject
from readiness.storage.temporary_folder import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_OBJECTS, _OFFSETS, _MARKS = "tenant-objects", "tenant-offsets", "tenant-marks"
_KEYS, _STARTS = "tenant-keys", "tenant-starts"
"""Files in the folder of a scan."""
_BUCKETS = 64
"""A power of two: so many parts of the index are sorted one by one, in little memory."""
_HASH_BITS = 32
_BUCKET = (1 << 2 * _HASH_BITS) // _BUCKETS
"""The words of a part are in so many numbers."""
_NUMBER_MASK = (1 << 32) - 1
_KINDS = {kind.value: kind for kind in TenantKind}
SYNCED, DELETED, NO_OBJECT = 1, 2, 4
"""Bits of the mark of each object, which are counted without looking at the object."""
_PENDING = 4096
"""So many objects, some megabytes, are in memory before they are written."""
_HOLDERS = 1000
"""So many holders of a key are looked at: more there are only of names that say nothing."""

# what parts the spaces of keys: no value begins with one of these
ANCHOR, NAME, ADDRESS, DISPLAY_NAME = "a\0", "u\0", "s\0", "d\0"
SECURITY_IDENTIFIER, ID, MAPPING = "o\0", "i\0", "m\0"


class ObjectWriter:
    """Writes objects and, in the end, the index of their keys."""

    def __init__(self, folder: Path) -> None:
        """Write to files in the folder of a scan."""
        self._folder = folder
        self._offsets = array("Q", [0])
        self._buckets = [array("Q") for _ in range(_BUCKETS)]
        self._marks = bytearray()
        self._pending: list[bytes] = []
        (folder / _OBJECTS).touch()

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self._offsets) - 1

    def add(self, added: Sequence[TenantObject]) -> None:
        """Keep objects."""
        self._index(added)
        for held in added:
            # a plain text in place of the enum, since marshal takes nothing else; without the role,
            # which other files tell. `value` of an enumeration takes ten times as long
            self._keep((held.id, held.kind._value_, *held[2:-1]))
            self._marks.append(SYNCED * bool(held.is_synced) | DELETED * held.is_deleted)

    def add_mapping(self, object_id: str, identifier: str) -> None:
        """Keep to which object of a directory an object is mapped, told apart from the object."""
        self._marks.append(NO_OBJECT)
        self._put([crc32((MAPPING + object_id).encode()) << _HASH_BITS | self.size])
        self._keep((object_id, "mapping", identifier))

    def _index(self, added: Sequence[TenantObject]) -> None:
        """Put the keys by which objects can be met beside the numbers that they are to have."""
        numbered = list(enumerate(added, self.size))
        # of a deleted one only the anchor counts
        living = [(number, held) for number, held in numbered if not held.is_deleted]
        addresses = [(number, one) for number, held in living for one in held.typed_addresses]
        groups = [(number, held) for number, held in living if held.kind is TenantKind.GROUP]
        keys: tuple[tuple[str, Iterable[tuple[int, str | None]]], ...] = (
            (ID, ((number, held.id) for number, held in numbered)),
            (ANCHOR, ((number, held.immutable_id) for number, held in numbered)),
            (NAME, ((number, held.user_principal_name.lower()) for number, held in living)),
            (ADDRESS, ((number, one[5:].lower()) for number, one in addresses if _is_smtp(one))),
            (SECURITY_IDENTIFIER, ((number, held.sid) for number, held in living)),
            (
                DISPLAY_NAME,
                ((number, held.display_name.strip().lower()) for number, held in groups),
            ),
        )
        for space, of_space in keys:
            begun = crc32(space.encode())  # what a hash of a key in this space goes on from
            self._put(
                [
                    crc32(key.encode(), begun) << _HASH_BITS | number
                    for number, key in of_space
                    if key
                ]
            )

    def _put(self, words: list[int]) -> None:
        """Put words of a hash and a number into the parts of the index."""
        words.sort()
        begin = 0
        while begin < len(words):
            bucket = words[begin] // _BUCKET
            end = bisect_left(words, (bucket + 1) * _BUCKET, begin)
            self._buckets[bucket].fromlist(words[begin:end])
            begin = end

    def _keep(self, record: tuple[Any, ...]) -> None:
        octets = marshal.dumps(record)
        self._offsets.append(self._offsets[-1] + len(octets))
        self._pending.append(octets)
        if len(self._pending) >= _PENDING:
            self._flush()

    def _flush(self) -> None:
        with opened(self._folder / _OBJECTS, "ab") as file:
            file.writelines(self._pending)
        self._pending = []

    def close(self) -> None:
        """Write what is in memory; needed before objects are looked up."""
        self._flush()
        with opened(self._folder / _OFFSETS, "wb") as file:
            file.write(self._offsets.tobytes())
        with opened(self._folder / _MARKS, "wb") as file:
            file.write(self._marks)
        keys = sum(map(len, self._buckets))
        starts = array("I", bytes(4 << keys.bit_length()))  # so many as keys, or up to twice
        shift = 2 * _HASH_BITS - keys.bit_length()
        with opened(self._folder / _KEYS, "wb") as file:
            for bucket in self._buckets:  # in the order of the hashes
                file.write(array("Q", sorted(bucket)).tobytes())
                for key in bucket:
                    starts[key >> shift] += 1
        with opened(self._folder / _STARTS, "wb") as file:
            # where the keys of each begin is how many there are before
            file.write(array("I", chain((0,), accumulate(starts))).tobytes())
        self._buckets = []


class ObjectStore:
    """The objects of a tenant, looked up by key."""

    def __init__(self, folder: Path) -> None:
        """Open what an ObjectWriter wrote."""
        self._objects = _mapped(folder / _OBJECTS)
        self._offsets = _mapped(folder / _OFFSETS).cast("Q")
        self._keys = _mapped(folder / _KEYS).cast("Q")
        self._starts = _mapped(folder / _STARTS).cast("I")
        self._shift = _HASH_BITS - (len(self._starts) - 1).bit_length() + 1
        self.marks = _mapped(folder / _MARKS)
        """SYNCED, DELETED and NO_OBJECT of each object, by number."""
        self._lists_mappings = bytes((NO_OBJECT,)) in bytes(self.marks)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def numbers(self, keys: Iterable[str]) -> list[int]:
        """The numbers of the objects that may hold one of these, in the order of the export."""
        held, starts, shift = self._keys, self._starts, self._shift
        found: set[int] = set()
        for key in keys:
            hashed = crc32(key.encode())
            alike = hashed >> shift
            begin, end = starts[alike], starts[alike + 1]
            if end - begin > _HOLDERS:
                begin = bisect_left(held, hashed << _HASH_BITS, begin, end)
                end = min(end, begin + _HOLDERS)
            for place in range(begin, end):  # one or two, for which no slice is made
                word = held[place]
                if word >> _HASH_BITS == hashed:
                    found.add(word & _NUMBER_MASK)
        return sorted(found)

    def of(self, number: int) -> TenantObject | None:
        """An object by its number; None for what is none, such as a mapping."""
        record = self._record(number)
        kind = _KINDS.get(record[1])
        return TenantObject(record[0], kind, *record[2:]) if kind else None

    def __iter__(self) -> Iterator[tuple[int, TenantObject]]:
        """All objects with their numbers, in the order of the export."""
        for number in range(len(self)):
            if found := self.of(number):
                yield number, found

    def by_id(self, object_id: str) -> TenantObject | None:
        """The object with an id."""
        for number in self.numbers((ID + object_id,)):
            found = self.of(number)
            if found and found.id == object_id:
                return found
        return None

    def mapping_of(self, object_id: str) -> str:
        """To what an object is mapped by a list of its own; empty if to nothing."""
        for number in self.numbers((MAPPING + object_id,)) if self._lists_mappings else ():
            record = self._record(number)
            if record[0] == object_id and record[1] == "mapping":
                return str(record[2])
        return ""

    def twice(self) -> str | None:
        """An id that two objects have, if there is one."""
        for word, following in pairwise(self._keys):
            if word >> _HASH_BITS == following >> _HASH_BITS:
                first = self.of(word & _NUMBER_MASK)
                # all that have the hash, since another key may stand between two ids
                if first and first.id and self._count(first.id) > 1:
                    return first.id
        return None

    def _count(self, object_id: str) -> int:
        found = map(self.of, self.numbers((ID + object_id,)))
        return sum(holder is not None and holder.id == object_id for holder in found)

    def _record(self, number: int) -> tuple[Any, ...]:
        begin, end = self._offsets[number], self._offsets[number + 1]
        record: tuple[Any, ...] = marshal.loads(self._objects[begin:end])  # noqa: S302 - our own file
        return record


def _is_smtp(address: str) -> bool:
    return address[:5].lower() == "smtp:"


def _mapped(path: Path) -> memoryview:
    with opened(path, "rb") as file:
        if not path.stat().st_size:
            return memoryview(b"")  # nothing can be mapped of an empty file
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
