"""Opens an export as a stream of UTF-8, whatever it is compressed with and encoded in."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from typing import IO, TYPE_CHECKING

from readiness.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_GZIP = b"\x1f\x8b"
"""https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1"""

READ_ERRORS = (OSError, EOFError, zlib.error, UnicodeError)
"""What reading a file raises when it is damaged, cut short or taken away."""


def is_divisible(path: Path) -> bool:
    """Whether a file can be read in ranges: it is regular, not compressed and not UTF-16."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(2)
    return head != _GZIP and head not in _UTF16


def as_utf8(file: io.BufferedReader) -> IO[bytes]:
    """What a file holds, decompressed, in UTF-8 and without a byte order mark."""
    if file.peek(2)[:2] == _GZIP:
        file = io.BufferedReader(gzip.GzipFile(fileobj=file))
    if file.peek(3)[:3] == codecs.BOM_UTF8:
        file.read(3)
    return Utf16Stream(file) if file.peek(2)[:2] in _UTF16 else file


class Utf16Stream(io.BytesIO):
    """A UTF-16 file with a byte order mark as UTF-8; only `read` is of use."""

    def __init__(self, file: io.BufferedReader) -> None:
        super().__init__()
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-16")()

    def read(self, size: int | None = -1, /) -> bytes:
        """What the next `size` bytes of the file are in UTF-8, or nothing at the end."""
        while True:
            encoded = self._file.read(size)
            text = self._decoder.decode(encoded, final=not encoded)
            # a piece may hold but half a character: nothing would mean the end of the file
            if text or not encoded:
                return text.encode()


def source_error(error: BaseException, location: str) -> SourceError:
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
