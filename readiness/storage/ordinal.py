"""Which entry of a scan is meant, as one number: its partition, its batch, and its index there.

Sorted ordinals are in the order of the sources, and one number takes a third of the memory of a
tuple, of which there may be millions.
"""

from __future__ import annotations

_INDEX_BITS = 20
"""A batch has a few thousand entries."""
_BATCH_BITS = 20
"""A partition has at most 1 GiB, so some thousand batches."""
_INDEX_MASK = (1 << _INDEX_BITS) - 1
_BATCH_MASK = (1 << _BATCH_BITS) - 1
ORDINAL_BITS = 60
"""An ordinal is less than 1 << 60: the key index keeps marks in the bits above."""


def first_ordinal(partition: int, batch: int) -> int:
    """The ordinal of the first entry of a batch; the others follow it."""
    # partition first: so ordinals sort as the sources come
    return (partition << _BATCH_BITS | batch) << _INDEX_BITS


def partition_of(ordinal: int) -> int:
    """The number of the partition that an entry is in, over all sources."""
    return ordinal >> _BATCH_BITS + _INDEX_BITS


def batch_of(ordinal: int) -> int:
    """The number of the batch that an entry is in, within its partition."""
    return ordinal >> _INDEX_BITS & _BATCH_MASK


def index_of(ordinal: int) -> int:
    """The number of an entry within its batch."""
    return ordinal & _INDEX_MASK
