"""An LDIF export as a source: a file, or standard input."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.sources.ldif.block_splitter import Block, boundaries, split
from readiness.sources.ldif.utf8_stream import (
    READ_ERRORS,
    as_utf8,
    is_divisible,
    source_error,
)

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

_RANGE_MAX = 8 * 1024 * 1024
"""The largest range that one of several processes is given, in bytes: so all end together."""
_RANGE_MAX_ALONE = 1024 * 1024 * 1024
"""The same where one process does everything: as far as the ordinals of entries can count."""
_RANGE_MIN = 4 * 1024 * 1024
"""The smallest range, and what a process is handed at once of a stream, in bytes."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class FileRange:
    """A range of a file, which every process reads for itself."""

    path: Path
    start: int
    end: int
    is_kept = True

    def blocks(self) -> Iterator[Block]:
        """The blocks between start and end, read when they are asked for."""
        with self.path.open("rb", buffering=0) as file:
            file.seek(self.start)
            yield from split(file, self.start, self.end - self.start)

    def block(self, offset: int, length: int) -> bytes:
        """One block, read again."""
        with self.path.open("rb", buffering=0) as file:
            file.seek(offset)
            return file.read(length)


@dataclass(frozen=True)
class BufferedBlocks:
    """Some blocks of what can be read but once: a stream, or what a server answers."""

    content: tuple[Block, ...]
    is_kept = False

    def blocks(self) -> Iterator[Block]:
        """The blocks."""
        return iter(self.content)

    def block(self, offset: int, length: int) -> bytes:
        """Not here: whoever reads these blocks has to keep what he needs again."""
        raise NotImplementedError


class LdifSource:
    """An LDIF file, or standard input where the location is `-`."""

    kind = "ldif"

    def __init__(self, location: str) -> None:
        """Open nothing yet."""
        self.location = location
        self._path = None if location == "-" else Path(location)

    @property
    def size(self) -> int | None:
        """The bytes to read; None for a stream of unknown length."""
        try:
            return self._path.stat().st_size if self._path and is_divisible(self._path) else None
        except OSError:
            return None

    def partitions(self, workers: int) -> Iterator[FileRange | BufferedBlocks]:
        """Ranges of a plain file, or blocks of anything else.

        Raises:
            SourceError: the file cannot be read, or not to its end.
        """
        try:
            if self._path and is_divisible(self._path):
                yield from _ranges(self._path, workers)
            elif self._path:
                with self._path.open("rb") as file:
                    yield from _buffered(file)
            else:
                yield from _buffered(sys.stdin.buffer)  # type: ignore[arg-type]  # it is buffered
        except READ_ERRORS as error:
            raise source_error(error, self.location) from error


def _ranges(path: Path, workers: int) -> Iterator[FileRange]:
    """The ranges of a file, each of whole records, several for each worker."""
    size = path.stat().st_size
    step = _RANGE_MAX_ALONE
    if workers > 1:
        step = min(max(size // (workers * 4), _RANGE_MIN), _RANGE_MAX)
    with path.open("rb") as file:
        start = len(_BYTE_ORDER_MARK) if file.read(3) == _BYTE_ORDER_MARK else 0
    for end in boundaries(path, step):
        yield FileRange(path, start, end)
        start = end


def _buffered(file: io.BufferedReader) -> Iterator[BufferedBlocks]:
    """The blocks of a stream, several at a time."""
    content: list[Block] = []
    size = 0
    try:
        for block in split(as_utf8(file)):
            content.append(block)
            size += len(block.data)
            if size >= _RANGE_MIN:
                yield BufferedBlocks(tuple(content))
                content, size = [], 0
    finally:
        # what was read before the stream broke is scanned, too
        if content:
            yield BufferedBlocks(tuple(content))
