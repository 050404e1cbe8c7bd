"""Rows on disk come back sorted, however many there are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from readiness.storage import sorted_runs
from readiness.storage.sorted_runs import (
    RunWriter,
    read_rows,
    sorted_blocks,
    sorted_rows,
    write_rows,
)

VALUES = some.one_of(some.none(), some.text(max_size=5), some.tuples(some.text(max_size=3)))


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(sorted_runs, "_RUN_ROWS", 4)
    monkeypatch.setattr(sorted_runs, "_BLOCK_ROWS", 3)
    monkeypatch.setattr(sorted_runs, "_OPEN_FILES", 3)


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 12, 13, 100, 1000])
def test_many_runs_are_merged_in_several_passes(tmp_path, count):
    runs = RunWriter(tmp_path, "findings", "0")
    for number in range(count):
        runs.extend([(number * 7919 % 1009, f"row {number}", None, ("a", number))])
    runs.flush()
    expected = sorted((n * 7919 % 1009, f"row {n}", None, ("a", n)) for n in range(count))
    assert list(sorted_rows(tmp_path, "findings")) == expected


def test_no_pass_makes_the_blocks_of_the_next_one_larger(tmp_path):
    runs = RunWriter(tmp_path, "findings", "0")
    for number in range(1000):
        runs.extend([(number * 7919 % 1009,)])
    runs.flush()
    # a block of each of three runs, whatever these were merged of
    assert max(map(len, sorted_blocks(tmp_path, "findings"))) <= 3 * 3


def test_merging_keeps_few_files_open(tmp_path, monkeypatch):
    merged: list[int] = []
    merge = sorted_runs._merged  # noqa: SLF001 - what is counted

    def counting(runs):
        merged.append(len(runs))
        return merge(runs)

    monkeypatch.setattr(sorted_runs, "_merged", counting)
    writer = RunWriter(tmp_path, "findings", "0")
    for number in range(100):
        writer.extend([(number,)])
    writer.flush()
    assert list(sorted_rows(tmp_path, "findings")) == [(number,) for number in range(100)]
    assert max(merged) <= 3


def test_equal_rows_all_come_back(tmp_path):
    runs = RunWriter(tmp_path, "findings", "0")
    for _ in range(10):
        runs.extend([(1, "the same")])
    runs.flush()
    assert list(sorted_rows(tmp_path, "findings")) == [(1, "the same")] * 10


def test_the_runs_of_several_processes_are_merged(tmp_path):
    for name in range(5):
        runs = RunWriter(tmp_path, "findings", str(name))
        for number in range(10):
            runs.extend([(number, name)])
        runs.flush()
    expected = [(number, name) for number in range(10) for name in range(5)]
    assert list(sorted_rows(tmp_path, "findings")) == expected


def test_other_names_are_left_alone(tmp_path):
    for name in ("findings", "holders"):
        runs = RunWriter(tmp_path, name, "0")
        runs.extend([(name,)])
        runs.flush()
    assert list(sorted_rows(tmp_path, "findings")) == [("findings",)]


def test_rows_can_be_read_again(tmp_path):
    runs = RunWriter(tmp_path, "findings", "0")
    for number in range(50):
        runs.extend([(number,)])
    runs.flush()
    first = list(sorted_rows(tmp_path, "findings"))
    assert list(sorted_rows(tmp_path, "findings")) == first


def test_nothing_is_written_for_an_no_rows(tmp_path):
    RunWriter(tmp_path, "findings", "0").flush()
    assert not list(tmp_path.iterdir())


@settings(max_examples=50, deadline=None)
@given(rows=some.lists(some.tuples(some.integers(-(1 << 62), 1 << 62), VALUES), max_size=700))
def test_rows_are_read_as_they_were_written(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("rows") / "file"
    write_rows(path, iter(rows))
    assert list(read_rows(path)) == rows
