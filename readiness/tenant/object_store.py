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
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_OBJECTS, _OFFSETS, _MARKS = "tenant-objects", "tenant-offsets", "tenant-marks"
_KEYS, _STARTS = "tenant-keys", "tenant-starts"
"""Files in the folder of a scan."""
_BUCKETS = 64
"""A power of two: so many parts of the index are sorted one by one, in little memory."""
_HASH_BITS = 32
_NUMBER_MASK = (1 << 32) - 1
_KINDS = {kind.value: kind for kind in TenantKind}
SYNCED, DELETED, NO_OBJECT = 1, 2, 4
"""Bits of the mark of each object, which are counted without looking at the object."""
_HOLDERS = 1000
"""So many holders of a key are looked at: more there are only of names that say nothing."""

# what parts the spaces of keys: no value begins with one of these
ANCHOR, NAME, ADDRESS, DISPLAY_NAME = "a\0", "u\0", "s\0", "d\0"
SECURITY_IDENTIFIER, ID, MAPPING = "o\0", "i\0", "m\0"


def keys_of(found: TenantObject) -> list[str]:
    """The keys by which an object can be met; of a deleted one only the anchor counts."""
    keys = [ID + found.id] if found.id else []
    if found.immutable_id:
        keys.append(ANCHOR + found.immutable_id)
    if found.is_deleted:
        return keys
    if found.user_principal_name:
        keys.append(NAME + found.user_principal_name.lower())
    keys += [ADDRESS + address for address in found.smtp]
    if found.sid:
        keys.append(SECURITY_IDENTIFIER + found.sid)
    if found.kind is TenantKind.GROUP and found.display_name:
        keys.append(DISPLAY_NAME + found.display_name.strip().lower())
    return keys


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

    def add(self, added: TenantObject) -> None:
        """Keep an object."""
        # a plain text in place of the enum, since marshal takes nothing else; without the role,
        # which other files tell. `value` of an enumeration takes ten times as long
        record = (added.id, added.kind._value_, *added[2:-1])
        self._marks.append(SYNCED * bool(added.is_synced) | DELETED * added.is_deleted)
        self._add(record, keys_of(added))

    def add_mapping(self, object_id: str, identifier: str) -> None:
        """Keep to which object of a directory an object is mapped, told apart from the object."""
        self._marks.append(NO_OBJECT)
        self._add((object_id, "mapping", identifier), (MAPPING + object_id,))

    def _add(self, record: tuple[Any, ...], keys: Iterable[str]) -> None:
        offsets, octets = self._offsets, marshal.dumps(record)
        number = len(offsets) - 1
        offsets.append(offsets[-1] + len(octets))
        self._pending.append(octets)
        for key in keys:
            hashed = crc32(key.encode())
            self._buckets[hashed * _BUCKETS >> _HASH_BITS].append(hashed << _HASH_BITS | number)
        if len(self._pending) >= 4096:  # noqa: PLR2004 - some megabytes
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


def _mapped(path: Path) -> memoryview:
    with opened(path, "rb") as file:
        if not path.stat().st_size:
            return memoryview(b"")  # nothing can be mapped of an empty file
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
