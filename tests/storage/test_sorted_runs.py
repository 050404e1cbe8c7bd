"""Rows on disk come back sorted, however many there are."""

from heapq import merge

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from readiness.storage import sorted_runs
from readiness.storage.sorted_runs import Spill, in_order, read, write

VALUES = some.one_of(some.none(), some.text(max_size=5), some.tuples(some.text(max_size=3)))


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(sorted_runs, "ROWS", 4)
    monkeypatch.setattr(sorted_runs, "_CHUNK", 3)
    monkeypatch.setattr(sorted_runs, "_FAN_IN", 3)


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 12, 13, 100, 1000])
def test_many_runs_are_merged_in_several_passes(tmp_path, count):
    heap = Spill(tmp_path, "found-0")
    for number in range(count):
        heap.add((number * 7919 % 1009, f"row {number}", None, ("a", number)))
    heap.flush()
    expected = sorted((n * 7919 % 1009, f"row {n}", None, ("a", n)) for n in range(count))
    assert list(in_order(tmp_path, "found-*.run")) == expected


def test_merging_keeps_few_files_open(tmp_path, monkeypatch):
    merged: list[int] = []

    def counting(*runs):
        merged.append(len(runs))
        return merge(*runs)

    monkeypatch.setattr(sorted_runs, "merge", counting)
    heap = Spill(tmp_path, "found-0")
    for number in range(100):
        heap.add((number,))
    heap.flush()
    assert len(list(in_order(tmp_path, "found-*.run"))) == 100
    assert max(merged) <= 3


def test_equal_rows_all_come_back(tmp_path):
    heap = Spill(tmp_path, "found-0")
    for _ in range(10):
        heap.add((1, "the same"))
    heap.flush()
    assert list(in_order(tmp_path, "found-*.run")) == [(1, "the same")] * 10


def test_the_heaps_of_several_processes_are_merged(tmp_path):
    for name in range(5):
        heap = Spill(tmp_path, f"found-{name}")
        for number in range(10):
            heap.add((number, name))
        heap.flush()
    expected = [(number, name) for number in range(10) for name in range(5)]
    assert list(in_order(tmp_path, "found-*.run")) == expected


def test_other_heaps_are_left_alone(tmp_path):
    for name in ("found-0", "left-out-0"):
        heap = Spill(tmp_path, name)
        heap.add((name,))
        heap.flush()
    assert list(in_order(tmp_path, "found-*.run")) == [("found-0",)]


def test_rows_can_be_read_again(tmp_path):
    heap = Spill(tmp_path, "found-0")
    for number in range(50):
        heap.add((number,))
    heap.flush()
    first = list(in_order(tmp_path, "found-*.run"))
    assert list(in_order(tmp_path, "found-*.run")) == first


def test_nothing_is_written_for_an_empty_heap(tmp_path):
    Spill(tmp_path, "found-0").flush()
    assert not list(tmp_path.iterdir())


@settings(max_examples=50, deadline=None)
@given(rows=some.lists(some.tuples(some.integers(-(1 << 62), 1 << 62), VALUES), max_size=700))
def test_rows_are_read_as_they_were_written(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("rows") / "file"
    write(path, iter(rows))
    assert list(read(path)) == rows
