"""Keeps a tenant's objects on disk, with an index of the keys by which objects are met.

A key is hashed to 32 bits and put beside the number of its object: 8 octets, sorted, in a file that
every process maps into its memory. Another one says where those begin whose first bits are alike,
so that little has to be sought. A million objects take some 80 MB in both. Two keys may have one
hash by accident; the objects themselves decide.
"""

from __future__ import annotations

import marshal
import mmap
from array import array
from collections import Counter, defaultdict
from itertools import accumulate, chain, compress, repeat
from typing import TYPE_CHECKING, Any
from zlib import crc32

from readiness.columns import kernels
from readiness.model.tenant_object import TenantKind, TenantObject, typed_addresses
from readiness.storage.temporary_folder import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_Columns = dict[str, "Sequence[Any]"]
"""Of several objects the values of each field."""
_OBJECTS, _OFFSETS, _MARKS = "tenant-objects", "tenant-offsets", "tenant-marks"
_KEYS, _STARTS = "tenant-keys", "tenant-starts"
"""Files in the folder of a scan."""
_NUMBER_BITS = 32
_NUMBER_MASK = (1 << _NUMBER_BITS) - 1
_KINDS = {kind.value: kind for kind in TenantKind}
SYNCED, DELETED, NO_OBJECT = 1, 2, 4
"""Bits of the mark of each object, which are counted without looking at the object."""
_TOGETHER = 256
"""So many objects are indexed at a time: one by one they would take five times as long."""
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
        self._words = bytearray()
        self._ids = bytearray()
        self._marks = bytearray()
        self._added: list[TenantObject] = []
        self._pending: list[bytes] = []
        (folder / _OBJECTS).touch()

    @property
    def size(self) -> int:
        """How many have a number."""
        return len(self._offsets) - 1

    def add(self, added: Sequence[TenantObject]) -> None:
        """Keep objects."""
        self._added += added
        if len(self._added) >= _TOGETHER:
            self._keep_added()

    def _keep_added(self) -> None:
        """Index objects and make records of them, all at once."""
        if not self._added:
            return
        every = zip(*self._added, strict=True)
        columns: _Columns = dict(zip(TenantObject._fields, every, strict=True))
        self._added = []
        self._index(columns)
        marked = zip(columns["is_synced"], columns["is_deleted"], strict=True)
        self._marks += bytes(
            SYNCED * bool(synced) | DELETED * deleted for synced, deleted in marked
        )
        # a plain text in place of the enum, since marshal takes nothing else; `value` of an
        # enumeration takes ten times as long
        columns["kind"] = [kind._value_ for kind in columns["kind"]]
        del columns["role"]  # which other files tell
        self._keep(zip(*columns.values(), strict=True))

    def add_mapping(self, object_id: str, identifier: str) -> None:
        """Keep to which object of a directory an object is mapped, told apart from the object."""
        self._keep_added()
        self._marks.append(NO_OBJECT)
        self._put(MAPPING, (self.size,), (object_id,))
        self._keep([(object_id, "mapping", identifier)])

    def _index(self, columns: _Columns) -> None:
        """Put the keys by which objects can be met beside the numbers that they are to have."""
        every = range(self.size, self.size + len(columns["id"]))
        self._put(ID, every, columns["id"])
        self._ids += kernels.paired(
            kernels.hashed(_lines_of(columns["id"])), 0, self.size, None, None
        )
        self._put(ANCHOR, every, [anchor or "" for anchor in columns["immutable_id"]])
        # of a deleted one only the anchor counts
        living = [not is_deleted for is_deleted in columns["is_deleted"]]
        numbers = list(compress(every, living))
        self._put(NAME, numbers, list(compress(columns["user_principal_name"], living)))
        self._put(SECURITY_IDENTIFIER, numbers, list(compress(columns["sid"], living)))
        typed = map(typed_addresses, columns["addresses"], columns["mail"])
        addresses = list(compress(typed, living))
        holders = chain.from_iterable(map(repeat, numbers, map(len, addresses)))
        self._put(ADDRESS, holders, list(chain.from_iterable(addresses)), "smtp:")
        groups = [
            lives and kind is TenantKind.GROUP
            for lives, kind in zip(living, columns["kind"], strict=True)
        ]
        names = [name.strip() for name in compress(columns["display_name"], groups)]
        self._put(DISPLAY_NAME, list(compress(every, groups)), names)

    def _put(self, space: str, numbers: Iterable[int], keys: Sequence[str], kind: str = "") -> None:
        """Put the keys of objects into the index: what follows a kind; empty ones are none."""
        self._words += _words(space, numbers, keys, kind)

    def _keep(self, records: Iterable[tuple[Any, ...]]) -> None:
        octets = list(map(marshal.dumps, records))
        self._offsets.extend(accumulate(map(len, octets), initial=self._offsets.pop()))
        self._pending += octets
        if len(self._pending) >= _PENDING:
            self._flush()

    def _flush(self) -> None:
        with opened(self._folder / _OBJECTS, "ab") as file:
            file.writelines(self._pending)
        self._pending = []

    def close(self) -> None:
        """Write what is in memory; needed before objects are looked up."""
        self._keep_added()
        self._flush()
        with opened(self._folder / _OFFSETS, "wb") as file:
            file.write(self._offsets.tobytes())
        with opened(self._folder / _MARKS, "wb") as file:
            file.write(self._marks)
        keys, starts = kernels.word_index(self._words)
        with opened(self._folder / _KEYS, "wb") as file:
            file.write(keys)
        with opened(self._folder / _STARTS, "wb") as file:
            file.write(starts)
        self._words.clear()

    def twice(self) -> str | None:
        """An id that two objects have, if there is one; asked when all is written."""
        numbers = array("q", kernels.repeated(self._ids, 0))[1::2]
        store = ObjectStore(self._folder)
        ids = Counter(held.id for number in numbers if (held := store.of(number)))
        return next((each for each, count in ids.items() if each and count > 1), None)


class ObjectStore:
    """The objects of a tenant, looked up by key."""

    def __init__(self, folder: Path) -> None:
        """Open what an ObjectWriter wrote."""
        self._objects = _mapped(folder / _OBJECTS)
        self._offsets = _mapped(folder / _OFFSETS).cast("Q")
        self._keys, self._starts = _mapped(folder / _KEYS), _mapped(folder / _STARTS)
        self.marks = _mapped(folder / _MARKS)
        """SYNCED, DELETED and NO_OBJECT of each object, by number."""
        self._lists_mappings = bytes((NO_OBJECT,)) in bytes(self.marks)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def met(self, keys: Mapping[str, tuple[Sequence[int], Sequence[str]]]) -> dict[int, list[int]]:
        """For each entry that may meet somebody the numbers of the objects, in the export's order.

        Each space of keys has the entry, a small number, of each key, and the keys.
        """
        words = b"".join(_words(space, entries, held) for space, (entries, held) in keys.items())
        found = array("Q", kernels.holders(words, self._keys, self._starts, _HOLDERS))
        met: defaultdict[int, list[int]] = defaultdict(list)
        for pair in sorted(set(found)):
            met[pair >> _NUMBER_BITS].append(pair & _NUMBER_MASK)
        return dict(met)

    def numbers(self, space: str, key: str) -> list[int]:
        """The numbers of the objects that may hold a key, in the order of the export."""
        return self.met({space: ((0,), (key,))}).get(0, [])

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
        for number in self.numbers(ID, object_id):
            found = self.of(number)
            if found and found.id == object_id:
                return found
        return None

    def mapping_of(self, object_id: str) -> str:
        """To what an object is mapped by a list of its own; empty if to nothing."""
        for number in self.numbers(MAPPING, object_id) if self._lists_mappings else ():
            record = self._record(number)
            if record[0] == object_id and record[1] == "mapping":
                return str(record[2])
        return ""

    def _record(self, number: int) -> tuple[Any, ...]:
        begin, end = self._offsets[number], self._offsets[number + 1]
        record: tuple[Any, ...] = marshal.loads(self._objects[begin:end])  # noqa: S302 - our own file
        return record


def _words(space: str, numbers: Iterable[int], keys: Sequence[str], kind: str = "") -> bytes:
    """The words of keys in a space: a hash of each, and the number of who holds it."""
    before = crc32(space.encode())
    return kernels.key_words(_lines_of(keys), before, array("I", numbers).tobytes(), kind)


def _lines_of(keys: Sequence[str]) -> str:
    """Keys with a line feed behind each; one within a key, which hardly any has, is a blank."""
    lines = "\n".join([*keys, ""])
    if lines.count("\n") == len(keys):
        return lines
    return _lines_of([key.replace("\n", " ") for key in keys])


def _mapped(path: Path) -> memoryview:
    with opened(path, "rb") as file:
        if not path.stat().st_size:
            return memoryview(b"")  # nothing can be mapped of an empty file
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
