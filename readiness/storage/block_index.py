"""Where blocks, and single entries of them, can be read again."""

from __future__ import annotations

import marshal
from array import array
from typing import IO, TYPE_CHECKING, NamedTuple

from readiness.columns.batch import Batch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readiness.sources.ldif.batch_reader import BlockContent
    from readiness.sources.ldif.block_splitter import Block
    from readiness.sources.source import Partition

_FEW = 4
"""Of fewer entries than one in so many, each is read again by itself."""


class Shelved(NamedTuple):
    """Where a block can be read again."""

    offset: int
    length: int
    line: int
    """The number of its first line, counted from the beginning of the part."""
    is_plain: bool
    """Whether some of its entries can be read again without the others: see `BlockContent`."""
    not_ready: int
    """The entries that have errors of their own, in bits."""
    noted: int = 0
    """Where the index tells where its entries are,"""
    noted_length: int = 0
    """and in how many octets; 0 if it does not."""


class Record(NamedTuple):
    """An entry of a block that was plainly well formed."""

    octets: bytes
    line: int
    ordinal: int
    is_not_ready: bool


def shelve(
    block: Block, page: BlockContent, line: int, not_ready: int, file: IO[bytes], *, is_kept: bool
) -> Shelved:
    """Where a block can be read again: in its part, which the file indexes, or in the file."""
    at = file.tell()
    if is_kept:
        known = (page.starts, list(page.batches[0].lines)) if page.starts else None
        noted = file.write(marshal.dumps(known)) if known else 0
        length = len(block.data)
        return Shelved(block.offset, length, line, page.is_plain, not_ready, at, noted)
    octets = marshal.dumps([batch.dump() for batch in page.batches])
    return Shelved(at, file.write(octets), line, page.is_plain, not_ready)


def few_records(
    part: Partition, index: str | None, shelved: Shelved, ordinals: Sequence[int], ordinal: int
) -> list[Record]:
    """Some entries of a block, the first of which has this place.

    None at all if they are not few, or the index does not tell where they are.
    """
    if not (index and shelved.noted_length):
        return []
    octets = _octets(index, shelved.noted, shelved.noted_length)
    starts, lines = marshal.loads(octets)  # noqa: S302 - our own
    if len(ordinals) * _FEW > len(lines):
        return []
    begins = array("I", starts)
    ends = (*begins[1:], shelved.length)
    return [
        Record(
            part.block(shelved.offset + begins[at], ends[at] - begins[at]),
            lines[at],
            ordinal + at,
            bool(shelved.not_ready >> at & 1),
        )
        for at in ordinals
    ]


def unspooled(path: str, shelved: Shelved) -> list[Batch]:
    """A block that a spool keeps."""
    octets = _octets(path, shelved.offset, shelved.length)
    return list(map(Batch.loaded, marshal.loads(octets)))  # noqa: S302 - our own


def _octets(path: str, offset: int, length: int) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 - a path as text is pickled
        file.seek(offset)
        return file.read(length)
