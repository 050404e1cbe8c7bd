"""Where an entry stands in a scan, as one number: its partition, its block, and its index there."""

from __future__ import annotations

from typing import NamedTuple

_BLOCK_AT, _PARTITION_AT = 24, 40
INDEXES = (1 << _BLOCK_AT) - 1
"""The bits of an ordinal that are the index of the entry in its block."""
_BLOCKS = (1 << (_PARTITION_AT - _BLOCK_AT)) - 1


class Position(NamedTuple):
    """What an ordinal is made of; ordinals sort in the order of the sources."""

    partition: int
    """The number of the part of a source, over all sources."""
    block: int
    index: int


def first_ordinal(partition: int, block: int) -> int:
    """The ordinal of the first entry of a block; the others follow it."""
    return partition << _PARTITION_AT | block << _BLOCK_AT


def partition_of(ordinal: int) -> int:
    """The number of the partition that an entry is in."""
    return ordinal >> _PARTITION_AT


def position_of(ordinal: int) -> Position:
    """What an ordinal stands for."""
    return Position(ordinal >> _PARTITION_AT, ordinal >> _BLOCK_AT & _BLOCKS, ordinal & INDEXES)
