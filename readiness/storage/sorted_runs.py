"""Rows on disk that come back sorted: millions of them, with a few thousand in memory."""

from __future__ import annotations

import marshal
from bisect import bisect_right
from itertools import chain, islice
from struct import Struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Row = tuple[Any, ...]
"""Numbers, texts, None and tuples of these; the first of them tell any two rows apart."""
ROWS = 8192
"""So many rows are sorted at a time."""
_CHUNK = 256
_LENGTH = Struct("<Q")
_FAN_IN = 64
"""So many sorted runs are merged at a time: each of them is an open file."""


class Spill:
    """A heap of rows that is written to disk in sorted runs, named after it."""

    def __init__(self, folder: Path, name: str) -> None:
        """Write into a folder that nobody else can read."""
        self._folder = folder
        self._name = name
        self._rows: list[Row] = []
        self._runs = 0

    def add(self, row: Row) -> None:
        """Remember a row."""
        self.extend((tuple(row),))  # a named tuple cannot be written as it is

    def extend(self, rows: Iterable[Row]) -> None:
        """Remember rows."""
        self._rows += rows
        if len(self._rows) >= ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what is in memory; needed before the rows are read."""
        if self._rows:
            self._rows.sort()
            write(self._folder / f"{self._name}-{self._runs}.run", self._rows)
            self._runs += 1
            self._rows = []


def in_order(folder: Path, pattern: str) -> Iterator[Row]:
    """The rows of all runs whose file names match a glob pattern, sorted."""
    return chain.from_iterable(blocks_in_order(folder, pattern))


def blocks_in_order(folder: Path, pattern: str) -> Iterator[list[Row]]:
    """The same, many rows at a time."""
    runs = sorted(folder.glob(pattern))
    while len(runs) > _FAN_IN:
        merged = folder / f"merged-{runs[0].name}"
        write_blocks(merged, _merged(runs[:_FAN_IN]))
        for run in runs[:_FAN_IN]:
            run.unlink()
        runs = [*runs[_FAN_IN:], merged.rename(runs[0])]
    return _merged(runs)


def _merged(runs: Iterable[Path]) -> Iterator[list[Row]]:
    """The rows of sorted runs, sorted: whatever is not behind the end of a chunk can be sorted now.

    Sorting what is in order but for a few seams takes a fraction of what it takes to ask, for each
    row, which run comes next.
    """
    ahead = [(rows, more) for more in map(read_blocks, runs) if (rows := next(more, []))]
    while ahead:
        bound = min(rows[-1] for rows, _ in ahead)
        ready: list[Row] = []
        left = []
        for rows, more in ahead:
            end = bisect_right(rows, bound)
            ready += rows[:end]
            if rest := rows[end:] or next(more, []):
                left.append((rest, more))
        ahead = left
        ready.sort()
        yield ready


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows to a file, in the order in which they come."""
    coming = iter(rows)
    write_blocks(path, iter(lambda: list(islice(coming, _CHUNK)), []))


def write_blocks(path: Path, blocks: Iterable[list[Row]]) -> None:
    """Write rows to a file, many at a time."""
    with path.open("wb") as file:
        for block in blocks:
            octets = marshal.dumps(block)
            file.write(_LENGTH.pack(len(octets)))
            file.write(octets)


def read(path: Path) -> Iterator[Row]:
    """The rows of a file."""
    return chain.from_iterable(read_blocks(path))


def read_blocks(path: Path) -> Iterator[list[Row]]:
    """The rows of a file, as many at a time as were written at a time."""
    with path.open("rb") as file:
        while len(head := file.read(_LENGTH.size)) == _LENGTH.size:
            (length,) = _LENGTH.unpack(head)
            octets = file.read(length)
            if len(octets) < length:
                return  # a process died while it wrote
            yield marshal.loads(octets)  # noqa: S302 - a file of our own, in a private folder
