"""Where an entry stands in a scan, as one number: its part, its block, and its ordinal there."""

from __future__ import annotations

from typing import NamedTuple

_BLOCK_AT, PART_AT = 24, 40
ORDINALS = (1 << _BLOCK_AT) - 1
"""The bits of a place that are the ordinal of the entry in its block."""
_BLOCKS = (1 << (PART_AT - _BLOCK_AT)) - 1


class Place(NamedTuple):
    """The parts of a place; places sort in the order of the sources."""

    partition: int
    """The number of the part of a source, over all sources."""
    block: int
    ordinal: int


def first_ordinal(partition: int, block: int) -> int:
    """The place of the first entry of a block; the others follow it."""
    return partition << PART_AT | block << _BLOCK_AT


def partition_of(ordinal: int) -> int:
    """The number of the part that a place is in."""
    return ordinal >> PART_AT


def ordinal_of(number: int) -> Place:
    """What the number of a place stands for."""
    return Place(number >> PART_AT, number >> _BLOCK_AT & _BLOCKS, number & ORDINALS)
