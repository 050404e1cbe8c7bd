"""Splits an LDIF file into blocks of whole records, without looking into them."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK_SIZE = 1024 * 1024
"""Bytes read at a time: much is done once a block, and what is made of it stays in a cache."""
RECORD_MAX = 64 * 1024 * 1024
"""The longest record that is read, in bytes: a group of 250,000 members takes about 25 MiB."""
_TAIL = 16 * 1024
"""The end of the last record is looked for in so many bytes at the end of a block."""
_BLANK_LINE = re.compile(rb"\n\r?\n")


class TableProblem(NamedTuple):
    """Something in a table that could not be made LDIF."""

    line: int
    """In the table; the first line of the block is 0."""
    message: str
    attribute: str | None = None
    """What was lost, in lower case; None if it is a whole row."""


class TableRows(NamedTuple):
    """Where the rows of a table are that the records of a block were made of."""

    lines: list[int]
    """The line in the table of each record; the first line of the block is 0."""
    line_count: int
    """The lines of the table that the block stands for."""
    problems: list[TableProblem]
    attributes: frozenset[str] = frozenset()
    """What the rows hold values of, in lower case, whether anybody reads it or not."""


class Block(NamedTuple):
    """Whole records with LF or CRLF line ends; or, if `skipped`, a record that is too long."""

    data: bytes
    skipped: int = 0
    """The number of lines of a record longer than RECORD_MAX, which is not read."""
    rows: TableRows | None = None
    """Set if the file is a table, and the records are what its rows say in LDIF."""


def split(file: IO[bytes], length: int | None = None) -> Iterator[Block]:
    """Blocks of about BLOCK_SIZE from the next `length` bytes of a file, or from all of it."""
    left = float("inf") if length is None else length
    begun = bytearray()
    """What has been read of a record that goes on."""
    is_too_long = False
    skipped = 0
    while data := file.read(BLOCK_SIZE if length is None else _whole(file, min(BLOCK_SIZE, left))):
        left -= len(data)
        # a blank line may have begun in what was read before
        end = _last_boundary(data) or _boundary_between(begun, data)
        if end == len(data) and not begun:
            yield Block(data)
        elif end and is_too_long:
            # the giant ends at the first blank line, and whole records may follow it
            whole = bytes(begun + data[:end])
            first = _first_boundary(whole)
            yield Block(b"", skipped + whole.count(b"\n", 0, first))
            yield Block(whole[first:])
            is_too_long = False
            skipped = 0
        elif end:
            # a slice of bytes would be a copy of its own before the join makes another
            with memoryview(data) as view, view[:end] as records:
                yield Block(b"".join((begun, records)))
        if end:
            begun = bytearray(data[end:])
        else:
            begun += data
        if len(begun) > RECORD_MAX:
            # only its lines are counted from here on; a blank line may begin in its last two bytes
            is_too_long = True
            gone = len(begun) - 2
            skipped += begun.count(b"\n", 0, gone)
            del begun[:gone]
    if is_too_long:
        yield Block(b"", max(skipped + begun.count(b"\n"), 1))
    elif begun:
        yield Block(bytes(begun))


def boundaries(path: Path, step: int) -> Iterator[int]:
    """Offsets after which a new record begins, every `step` bytes or more, and the end."""
    size = path.stat().st_size
    at = step
    with path.open("rb") as file:
        while at < size:
            file.seek(at)
            at = next((at + end for end in _boundaries_ahead(file)), size)
            if at < size:
                yield at
            at += step
    if size:
        yield size


def _boundaries_ahead(file: IO[bytes]) -> Iterator[int]:
    """The ends of the next blank lines of a file, counted from where it stands."""
    passed, seam = 0, b""
    while data := file.read(BLOCK_SIZE):
        end = _first_boundary(seam + data)
        if end:
            yield passed - len(seam) + end
        passed += len(data)
        # a blank line may lie across two reads, and is three bytes long at the most
        seam = (seam + data)[-2:]


def _whole(file: IO[bytes], size: float) -> int:
    """The next `size` bytes of a file, or a few less if that makes whole records.

    So most blocks are handed on as they were read, and nothing is copied together.
    """
    size = int(size)
    if size <= _TAIL:
        return size
    here = file.tell()
    file.seek(here + size - _TAIL)
    end = _last_boundary(file.read(_TAIL))
    file.seek(here)
    return size - _TAIL + end if end else size


def _boundary_between(before: bytearray, data: bytes) -> int:
    """The end in `data` of a blank line that begins in what was read before; or 0."""
    seam = bytes(before[-2:])
    return max(_last_boundary(seam + data[:2]) - len(seam), 0)


def _last_boundary(data: bytes) -> int:
    """The end of the last blank line, or 0 when there is none."""
    unix = data.rfind(b"\n\n")
    if unix < 0 and b"\r" not in data:
        return 0  # to look for three bytes that are not there takes longer than all the rest
    dos = data.rfind(b"\n\r\n", max(unix, 0))
    return max(unix + 2 if unix >= 0 else 0, dos + 3 if dos >= 0 else 0)


def _first_boundary(data: bytes) -> int:
    """The end of the first blank line, or 0 when there is none."""
    match = _BLANK_LINE.search(data)
    return match.end() if match else 0
