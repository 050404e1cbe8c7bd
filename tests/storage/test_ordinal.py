"""The place of an entry is one number, which sorts in the order of the sources."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.sources.ldif import partitions
from readiness.sources.ldif.block_splitter import BLOCK_SIZE, RECORD_MAX
from readiness.storage.ordinal import INDEXES, Position, first_ordinal, position_of
from readiness.uniqueness.key_index import LEFT
from tests.writing import unhurried

PLACES = some.tuples(
    some.integers(0, 1 << 19), some.integers(0, 1 << 15), some.integers(0, INDEXES)
)


@unhurried
@given(PLACES)
def test_a_place_tells_its_parts(parts):
    part, block, ordinal = parts
    assert position_of(first_ordinal(part, block) + ordinal) == Position(part, block, ordinal)


@unhurried
@given(some.lists(PLACES))
def test_places_sort_in_the_order_of_the_sources(ordinals):
    numbers = [first_ordinal(part, block) + ordinal for part, block, ordinal in ordinals]
    assert sorted(numbers) == [
        first_ordinal(part, block) + ordinal for part, block, ordinal in sorted(ordinals)
    ]


def test_a_place_leaves_room_for_marks():
    assert first_ordinal((1 << 20) - 1, 0) < LEFT


@pytest.mark.parametrize("largest", [partitions._RANGE_MAX, partitions._RANGE_MAX_ALONE])  # noqa: SLF001 - limits
def test_the_largest_part_of_a_file_has_a_place_for_each_block(largest):
    blocks = (largest + RECORD_MAX) // BLOCK_SIZE
    assert position_of(first_ordinal(3, blocks)) == Position(3, blocks, 0)
