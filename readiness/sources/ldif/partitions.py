"""Divides an LDIF export into partitions: ranges of a file, or blocks of a stream."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.sources.ldif.block_splitter import Block, boundaries, split
from readiness.sources.ldif.file_state import FileState
from readiness.sources.ldif.utf8_stream import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_RANGE_MAX = 8 * 1024 * 1024
"""The largest range that one of several processes is given, in bytes: so all end together."""
_RANGE_MAX_ALONE = 1024 * 1024 * 1024
"""The same where one process does everything: as far as the ordinals of entries can count."""
_RANGE_MIN = 4 * 1024 * 1024
"""The smallest range, and what a process is handed at once of a stream, in bytes."""


@dataclass(frozen=True)
class FileRange:
    """A range of a file, which every process reads for itself."""

    path: Path
    start: int
    end: int
    state: FileState
    """What the file was like when it was divided."""

    def blocks(self) -> Iterator[Block]:
        """The blocks between start and end, read when they are asked for.

        Raises:
            Unreadable: the file is not what it was, so that blocks are missing or wrong.
        """
        with self.path.open("rb", buffering=0) as file:
            file.seek(self.start)
            yield from split(file, self.end - self.start)
        self.state.verify(self.path)


@dataclass(frozen=True)
class BufferedBlocks:
    """Some blocks of what can be read but once: a stream, or what a server answers."""

    content: tuple[Block, ...]
    path: Path | None = None
    """The file that they are from, if it is one."""
    state: FileState | None = None
    """What that file was like when it was opened."""

    def blocks(self) -> Iterator[Block]:
        """The blocks.

        Raises:
            Unreadable: their file is not what it was, so that the scan may tell of another one.
        """
        yield from self.content
        if self.path and self.state:
            self.state.verify(self.path)


def file_ranges(path: Path, workers: int) -> Iterator[FileRange]:
    """The ranges of a plain file, each of whole records, several for each worker."""
    state = FileState.of(path)
    if state is None:
        raise Unreadable("the file was replaced while it was read: scan a copy of it")
    size = state.size
    step = _RANGE_MAX_ALONE
    # several ranges for each worker, since some have more to find in theirs than others
    if workers > 1:
        step = min(max(size // (workers * 4), _RANGE_MIN), _RANGE_MAX)
    with path.open("rb") as file:
        has_mark = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    start = len(codecs.BOM_UTF8) if has_mark else 0
    for end in boundaries(path, step):
        yield FileRange(path, start, end, state)
        start = end


def buffered(blocks: Iterable[Block], path: Path | None) -> Iterator[BufferedBlocks]:
    """Blocks, several at a time; the path is that of their file, if they are from one."""
    state = FileState.of(path) if path else None
    content: list[Block] = []
    size = 0
    try:
        for block in blocks:
            content.append(block)
            size += len(block.data)
            if size >= _RANGE_MIN:
                yield BufferedBlocks(tuple(content), path, state)
                content, size = [], 0
    except Exception:  # an interruption is none: whoever interrupts wants no more blocks
        # what was read before the stream broke is scanned, too
        if content:
            yield BufferedBlocks(tuple(content), path, state)
        raise
    if content:
        yield BufferedBlocks(tuple(content), path, state)
