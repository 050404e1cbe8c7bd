"""The ordinal of an entry is one number, which sorts in the order of the sources."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.sources.ldif import partitions
from readiness.sources.ldif.block_splitter import BLOCK_SIZE, RECORD_MAX
from readiness.storage.ordinal import batch_of, first_ordinal, index_of, partition_of
from readiness.uniqueness.key_index import LEFT
from tests.writing import unhurried

POSITIONS = some.tuples(
    some.integers(0, (1 << 20) - 1), some.integers(0, (1 << 20) - 1), some.integers(0, 1 << 19)
)


def ordinal_of(position):
    partition, batch, index = position
    return first_ordinal(partition, batch) + index


@unhurried
@given(POSITIONS)
def test_an_ordinal_tells_where_its_entry_is(position):
    ordinal = ordinal_of(position)
    assert (partition_of(ordinal), batch_of(ordinal), index_of(ordinal)) == position


@unhurried
@given(some.lists(POSITIONS))
def test_ordinals_sort_in_the_order_of_the_sources(positions):
    assert sorted(map(ordinal_of, positions)) == list(map(ordinal_of, sorted(positions)))


def test_an_ordinal_leaves_room_for_marks():
    assert ordinal_of(((1 << 20) - 1, (1 << 20) - 1, (1 << 20) - 1)) < LEFT


@pytest.mark.parametrize("largest", [partitions._RANGE_MAX, partitions._RANGE_MAX_ALONE])  # noqa: SLF001 - limits
def test_the_largest_range_of_a_file_has_a_number_for_each_batch(largest):
    blocks = (largest + RECORD_MAX) // BLOCK_SIZE
    batches = blocks * (BLOCK_SIZE // len("dn:\n\n") // 4096 + 1)  # the most that a block may be
    assert batch_of(first_ordinal(3, batches)) == batches
