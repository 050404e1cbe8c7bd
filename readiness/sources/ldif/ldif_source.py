"""An LDIF export as a source: a file, or standard input."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.sources.ldif.block_splitter import (
    READ_ERRORS,
    Block,
    as_utf8,
    boundaries,
    cut,
    explained,
    is_plain,
)

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

_RANGE = 8 * 1024 * 1024
"""The largest range of a file that a process is given at once, in octets: all end together."""
_RANGE_ALONE = 1024 * 1024 * 1024
"""The same where one process does everything: as far as the places of entries can count."""
_PIECE = 4 * 1024 * 1024
"""The smallest range, and what a process is handed at once of a stream, in octets."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Range:
    """A range of a plain file."""

    path: Path
    start: int
    end: int
    is_kept = True

    def blocks(self) -> Iterator[Block]:
        """The blocks between start and end, read when they are asked for."""
        with self.path.open("rb", buffering=0) as file:
            file.seek(self.start)
            yield from cut(file, self.start, self.end - self.start)

    def block(self, offset: int, length: int) -> bytes:
        """One block, read again."""
        with self.path.open("rb", buffering=0) as file:
            file.seek(offset)
            return file.read(length)


@dataclass(frozen=True)
class Piece:
    """Some blocks of a stream, which can be read but once."""

    content: tuple[Block, ...]
    is_kept = False

    def blocks(self) -> Iterator[Block]:
        """The blocks."""
        return iter(self.content)

    def block(self, offset: int, length: int) -> bytes:
        """Nothing is kept: whoever reads a piece has to."""
        raise NotImplementedError


class Export:
    """An LDIF file, or standard input where the location is `-`."""

    kind = "ldif"

    def __init__(self, location: str) -> None:
        """Open nothing yet."""
        self.location = location
        self._path = None if location == "-" else Path(location)

    @property
    def size(self) -> int | None:
        """The octets to read; None for a stream of unknown length."""
        try:
            return self._path.stat().st_size if self._path and is_plain(self._path) else None
        except OSError:
            return None

    def partitions(self, workers: int) -> Iterator[Range | Piece]:
        """Ranges of a plain file, or pieces of anything else.

        Raises:
            SourceError: the file cannot be read, or not to its end.
        """
        try:
            if self._path and is_plain(self._path):
                yield from self._ranges(self._path, workers)
            elif self._path:
                with self._path.open("rb") as file:
                    yield from _pieces(file)
            else:
                yield from _pieces(sys.stdin.buffer)  # type: ignore[arg-type]  # it is buffered
        except READ_ERRORS as error:
            raise explained(error, self.location) from error

    def _ranges(self, path: Path, workers: int) -> Iterator[Range]:
        size = path.stat().st_size
        step = min(max(size // (workers * 4), _PIECE), _RANGE) if workers > 1 else _RANGE_ALONE
        with path.open("rb") as file:
            start = len(_BYTE_ORDER_MARK) if file.read(3) == _BYTE_ORDER_MARK else 0
        for end in boundaries(path, step):
            yield Range(path, start, end)
            start = end


def _pieces(file: io.BufferedReader) -> Iterator[Piece]:
    """The blocks of a stream, several at a time."""
    content: list[Block] = []
    held = 0
    try:
        for block in cut(as_utf8(file)):
            content.append(block)
            held += len(block.octets)
            if held >= _PIECE:
                yield Piece(tuple(content))
                content, held = [], 0
    finally:
        # what was read before the stream broke is scanned, too
        if content:
            yield Piece(tuple(content))
