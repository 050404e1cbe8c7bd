"""Rows on disk that come back sorted: millions of them, with a few thousand in memory.

A run is a file of sorted rows. Whoever makes rows writes runs, each as large as memory may be used;
whoever reads merges all runs of a name, whichever process wrote them.
"""

from __future__ import annotations

import marshal
from bisect import bisect_right
from itertools import chain, islice
from struct import Struct
from typing import TYPE_CHECKING, Any

from readiness.storage.temporary_folder import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Row = tuple[Any, ...]
"""Numbers, texts, None and tuples of these; the first of them tell any two rows apart."""
_RUN_ROWS = 8192
"""A run has so many rows or a few more."""
_BLOCK_ROWS = 256
"""So many rows are read at a time from each run that is merged."""
_LENGTH = Struct("<Q")
_OPEN_FILES = 32
"""So many runs are merged at a time: each is a block in memory, half a megabyte of findings."""


class RunWriter:
    """Takes the rows of one process in any order, and writes them to sorted runs."""

    def __init__(self, folder: Path, name: str, process: str) -> None:
        """Write files such as `findings-0-3.run`; processes that write one name are told apart."""
        self._folder = folder
        self._stem = f"{name}-{process}"
        self._rows: list[Row] = []
        self._runs = 0

    def extend(self, rows: Iterable[Row]) -> None:
        """Take rows; plain tuples, since no other can be written."""
        self._rows += rows
        if len(self._rows) >= _RUN_ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what is in memory; needed before the rows are read."""
        if self._rows:
            # runs are sorted by who made them, so that workers sort at the same time
            self._rows.sort()
            write_rows(self._folder / f"{self._stem}-{self._runs}.run", self._rows)
            self._runs += 1
            self._rows = []


def sorted_rows(folder: Path, name: str) -> Iterator[Row]:
    """The rows of all runs of a name."""
    return chain.from_iterable(sorted_blocks(folder, name))


def sorted_blocks(folder: Path, name: str) -> Iterator[list[Row]]:
    """The same, many rows at a time."""
    runs = sorted(folder.glob(f"{name}-*.run"))
    while (surplus := len(runs) - _OPEN_FILES) > 0:
        # no more than are too many: each row that is merged here is written and read once more
        size = min(surplus + 1, _OPEN_FILES)
        merged = folder / f"{runs[0].stem}.merging"
        # not by the blocks in which they come: one may be as large as a block of every run, and who
        # merges the merged holds a block of each
        write_rows(merged, chain.from_iterable(_merged(runs[:size])))
        for run in runs[:size]:
            run.unlink()
        # renamed when it is whole: until then, no `*.run` finds it
        runs = [*runs[size:], merged.rename(runs[0])]
    return _merged(runs)


def _merged(runs: Iterable[Path]) -> Iterator[list[Row]]:
    """The rows of sorted runs, sorted: whatever is not behind the end of a block can be sorted now.

    To sort what is in order but for a few seams takes a fraction of the time of asking, for each
    row, which run comes next.
    """
    heads = [(rows, blocks) for blocks in map(_read_blocks, runs) if (rows := next(blocks, []))]
    while heads:
        # every row that is still unread is behind the last row of the block before it
        bound = min(rows[-1] for rows, _ in heads)
        ready: list[Row] = []
        remaining = []
        for rows, blocks in heads:
            end = bisect_right(rows, bound)
            ready += rows[:end]
            if rest := rows[end:] or next(blocks, []):
                remaining.append((rest, blocks))
        heads = remaining
        ready.sort()
        yield ready


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write rows to a file, in the order in which they come."""
    unwritten = iter(rows)
    with opened(path, "wb") as file:
        while block := list(islice(unwritten, _BLOCK_ROWS)):
            # not pickle, which takes ten times as long; the files are ours, and no other version
            # reads them
            octets = marshal.dumps(block)
            file.write(_LENGTH.pack(len(octets)))
            file.write(octets)


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a file, in their order."""
    return chain.from_iterable(_read_blocks(path))


def _read_blocks(path: Path) -> Iterator[list[Row]]:
    with opened(path, "rb") as file:
        while len(head := file.read(_LENGTH.size)) == _LENGTH.size:
            (length,) = _LENGTH.unpack(head)
            octets = file.read(length)
            if len(octets) < length:
                return  # the process died while it wrote
            block = marshal.loads(octets)  # noqa: S302 - a file of our own, in a private folder
            # what a generator has a name for stays while it waits, and one waits for each run
            del octets
            yield block
