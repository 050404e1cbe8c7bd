"""Cuts an LDIF file into blocks of whole records, without looking into them."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from typing import IO, TYPE_CHECKING, NamedTuple

from readiness.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 1024 * 1024
"""Octets read at a time: much is done once a block, and what is made of it stays in a cache."""
_NEAR = 16 * 1024
"""Within so many octets most records end."""
RECORD_MAX = 64 * 1024 * 1024
"""The longest record that is read, in octets: a group of 250,000 members takes about 25 MiB."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_GZIP = b"\x1f\x8b"
_BLANK_LINE = re.compile(rb"\n\r?\n")


class Block(NamedTuple):
    """Whole records with LF or CRLF line ends; or, if `skipped`, a record that is too long."""

    offset: int
    octets: bytes
    skipped: int = 0
    """The number of lines of a record longer than RECORD_MAX, which is not read."""


def cut(file: IO[bytes], offset: int = 0, length: int | None = None) -> Iterator[Block]:
    """Blocks of about BLOCK octets from the next `length` octets of a file, or from all."""
    left = float("inf") if length is None else length
    begun = bytearray()
    """What has been read of a record that goes on."""
    is_too_long = False
    skipped = 0
    while octets := file.read(BLOCK if length is None else _whole(file, int(min(BLOCK, left)))):
        left -= len(octets)
        end = _last_boundary(octets) or _boundary_between(begun, octets)
        if end == len(octets) and not begun:
            yield Block(offset, octets)
        elif end and is_too_long:
            whole = bytes(begun + octets[:end])
            first = _first_boundary(whole)
            yield Block(offset, b"", skipped + whole.count(b"\n", 0, first))
            yield Block(offset + first, whole[first:])
            is_too_long = False
            skipped = 0
        elif end:
            with memoryview(octets) as seen, seen[:end] as part:  # copied but once
                yield Block(offset, b"".join((begun, part)))
        if end:
            offset += len(begun) + end
            begun = bytearray(octets[end:])
        else:
            begun += octets
        if len(begun) > RECORD_MAX:
            is_too_long = True
            gone = len(begun) - 2
            skipped += begun.count(b"\n", 0, gone)
            offset += gone
            del begun[:gone]
    if is_too_long:
        yield Block(offset, b"", max(skipped + begun.count(b"\n"), 1))
    elif begun:
        yield Block(offset, bytes(begun))


def _whole(file: IO[bytes], size: int) -> int:
    """The next `size` octets of a file, or a few less if that makes whole records."""
    if size <= _NEAR:
        return size
    here = file.tell()
    file.seek(here + size - _NEAR)
    end = _last_boundary(file.read(_NEAR))
    file.seek(here)
    return size - _NEAR + end if end else size


def _boundary_between(before: bytearray, octets: bytes) -> int:
    """The end in these octets of a blank line that begins in those before; or 0."""
    seam = bytes(before[-2:])
    return max(_last_boundary(seam + octets[:2]) - len(seam), 0)


def _last_boundary(octets: bytes) -> int:
    """The end of the last blank line, or 0 when there is none."""
    unix = octets.rfind(b"\n\n")
    if unix < 0 and b"\r" not in octets:
        return 0  # to look for three octets that are not there takes longer than all the rest
    dos = octets.rfind(b"\n\r\n", max(unix, 0))
    return max(unix + 2 if unix >= 0 else 0, dos + 3 if dos >= 0 else 0)


def _first_boundary(octets: bytes) -> int:
    """The end of the first blank line, or 0 when there is none."""
    found = _BLANK_LINE.search(octets)
    return found.end() if found else 0


def boundaries(path: Path, step: int) -> Iterator[int]:
    """Offsets after which a new record begins, every `step` octets or more, and the end."""
    size = path.stat().st_size
    at = step
    with path.open("rb") as file:
        while at < size:
            file.seek(at)
            at = next((at + end for end in _ends(file)), size)
            if at < size:
                yield at
            at += step
    if size:
        yield size


def _ends(file: IO[bytes]) -> Iterator[int]:
    """The end of the next blank line of a file, as an offset from where it stands."""
    passed, last = 0, b""
    while octets := file.read(BLOCK):
        end = _first_boundary(last + octets)
        if end:
            yield passed - len(last) + end
        passed += len(octets)
        last = (last + octets)[-2:]


def is_plain(path: Path) -> bool:
    """Whether a file can be read in ranges: it is regular, not compressed and not UTF-16."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(2)
    return head != _GZIP and head not in _UTF16


def as_utf8(file: io.BufferedReader) -> IO[bytes]:
    """What a file holds, in UTF-8, whatever it is compressed with and encoded in."""
    if file.peek(2)[:2] == _GZIP:
        file = io.BufferedReader(gzip.GzipFile(fileobj=file))
    if file.peek(3)[:3] == codecs.BOM_UTF8:
        file.read(3)
    return Recoded(file) if file.peek(2)[:2] in _UTF16 else file


class Recoded(io.BytesIO):
    """A UTF-16 file with a byte order mark as UTF-8; only `read` is of use."""

    def __init__(self, file: io.BufferedReader) -> None:
        super().__init__()
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-16")()

    def read(self, size: int | None = -1, /) -> bytes:
        """What the next `size` octets are in UTF-8, or nothing at the end."""
        while True:
            octets = self._file.read(size)
            text = self._decoder.decode(octets, final=not octets)
            if text or not octets:
                return text.encode()


READ_ERRORS = (OSError, EOFError, zlib.error, UnicodeError)
"""What reading a file raises when it is damaged, cut short or taken away."""


def explained(error: BaseException, location: str) -> SourceError:
    """One of READ_ERRORS in words."""
    match error:
        case EOFError():
            what = "the gzip data ends early: the file is cut short; copy it again"
        case zlib.error() | gzip.BadGzipFile():
            what = f"the gzip data is damaged ({error}); copy it again"
        case UnicodeError():
            what = "the UTF-16 text is damaged or cut short; export it again"
        case OSError():
            what = f"cannot be read: {error.strerror or error}"
        case _:
            what = f"cannot be read: {error}"
    return SourceError(f"{location}: {what}")
