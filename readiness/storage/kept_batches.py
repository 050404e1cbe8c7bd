"""Keeps what comparing needs of each batch until it is known which entries share keys.

The other way, to read the sources again, needs a second way to find an entry, and has to notice
that a file has changed meanwhile. The few columns that hold keys take an eighth of the room.
"""

from __future__ import annotations

import marshal
import os
from dataclasses import dataclass
from itertools import groupby
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple, Self

from readiness.columns.batch import Batch
from readiness.columns.bitset import bits_where
from readiness.columns.column import TEXT
from readiness.model.entry import Kind
from readiness.storage.ordinal import batch_of
from readiness.storage.temporary_folder import opened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

_LENGTH = Struct("<Q")


class Group(NamedTuple):
    """The entries of a batch of one kind that are all in scope, or all out of it."""

    kind: Kind
    is_out_of_scope: bool
    bits: int

    def only(self, numbers: Sequence[int]) -> Group:
        """Of the group those of some entries that belong to it, renumbered from 0."""
        return self._replace(bits=_only(self.bits, numbers))


@dataclass(frozen=True)
class KeptBatch:
    """Some columns of a batch, and the kinds of its entries."""

    batch: Batch
    groups: Sequence[Group]
    """The entries that take part in comparisons."""

    def only(self, numbers: Sequence[int]) -> KeptBatch:
        """Some entries of the batch, given by sorted numbers, renumbered from 0."""
        batch, names = self.batch, self.batch.columns.keys() - {"dn"}
        entries = [(batch.dn(number), batch.values(number)) for number in numbers]
        # made of records again, as the reader does: who asks for a few entries has no other use for
        # it
        records = [
            (dn, {name: held for name in names if (held := values.get(name)) is not None})
            for dn, values in entries
        ]
        types = {name: TEXT if batch.columns[name].is_text else 0 for name in names}
        return KeptBatch(
            Batch.of(records, [batch.lines[number] for number in numbers], types),
            [group.only(numbers) for group in self.groups],
        )

    def dumped(self, columns: Collection[str]) -> bytes:
        """The batch with these columns, as octets."""
        batch = self.batch
        kept = {name: batch.columns[name] for name in columns if name in batch.columns}
        # marshal takes no enum and no named tuple
        groups = [(group.kind.value, *group[1:]) for group in self.groups]
        return marshal.dumps((Batch(batch.size, batch.lines, kept).dump(), groups))

    @classmethod
    def loaded(cls, octets: bytes) -> Self:
        """The batch that was dumped."""
        dumped, groups = marshal.loads(octets)  # noqa: S302 - our own file
        named = [Group(Kind(kind), *rest) for kind, *rest in groups]
        return cls(Batch.loaded(dumped), named)


def _only(bits: int, numbers: Sequence[int]) -> int:
    """Of a set of entries those with these numbers, renumbered from 0."""
    return bits_where(bits >> number & 1 for number in numbers)


def keep(path: Path, kept: KeptBatch, columns: Collection[str]) -> None:
    """Add a batch, with these columns, to the file of its partition."""
    octets = kept.dumped(columns)
    # opened anew for each batch: a partition is one process's, but there may be more than may be
    # open
    with opened(path, "ab") as file:
        file.write(_LENGTH.pack(len(octets)))
        file.write(octets)


def kept_batches(path: Path) -> Iterator[KeptBatch]:
    """All batches of a partition, in their order; one without entries has no file."""
    if not path.exists():
        return
    with opened(path, "rb") as file:
        while head := file.read(_LENGTH.size):
            (length,) = _LENGTH.unpack(head)
            yield KeptBatch.loaded(file.read(length))


Candidate = tuple[int, int]
"""The ordinal of an entry that may share a key, and the hash of the key."""


def kept_with(
    path: Path, candidates: Iterable[Candidate]
) -> Iterator[tuple[KeptBatch, list[Candidate]]]:
    """The batches of a partition that hold candidates, which come sorted, beside those of each."""
    with opened(path, "rb") as file:
        at = 0
        for number, group in groupby(candidates, key=lambda candidate: batch_of(candidate[0])):
            while True:
                (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
                at += 1
                if at > number:
                    break
                # most batches hold no candidate: what nobody asks for is not even read
                file.seek(length, os.SEEK_CUR)
            yield KeptBatch.loaded(file.read(length)), list(group)
