"""Rows on disk that come back sorted: millions of them, with a few thousand in memory."""

from __future__ import annotations

import marshal
from heapq import merge
from struct import Struct
from typing import IO, TYPE_CHECKING, Any

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
        self._rows.append(tuple(row))  # a named tuple cannot be written as it is
        if len(self._rows) == ROWS:
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
    runs = sorted(folder.glob(pattern))
    while len(runs) > _FAN_IN:
        merged = folder / f"merged-{runs[0].name}"
        write(merged, merge(*map(read, runs[:_FAN_IN])))
        for run in runs[:_FAN_IN]:
            run.unlink()
        runs = [*runs[_FAN_IN:], merged.rename(runs[0])]
    return merge(*map(read, runs))


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows to a file, in the order in which they come."""
    with path.open("wb") as file:
        chunk: list[Row] = []
        for row in rows:
            chunk.append(tuple(row))
            if len(chunk) == _CHUNK:
                _write(file, chunk)
                chunk = []
        _write(file, chunk)


def _write(file: IO[bytes], chunk: list[Row]) -> None:
    """Write some rows behind the number of their octets."""
    octets = marshal.dumps(chunk)
    file.write(_LENGTH.pack(len(octets)))
    file.write(octets)


def read(path: Path) -> Iterator[Row]:
    """The rows of a file."""
    with path.open("rb") as file:
        while len(head := file.read(_LENGTH.size)) == _LENGTH.size:
            (length,) = _LENGTH.unpack(head)
            octets = file.read(length)
            if len(octets) < length:
                return  # a process died while it wrote
            yield from marshal.loads(octets)  # noqa: S302 - a file of our own, in a private folder
