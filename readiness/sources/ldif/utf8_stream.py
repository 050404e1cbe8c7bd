"""Opens an export as a stream of UTF-8, whatever it is compressed with and encoded in."""

from __future__ import annotations

import codecs
import errno
import gzip
import io
import zlib
from typing import IO, TYPE_CHECKING

from readiness.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD_SIZE = 64 * 1024
"""What a file is, is told by so many bytes from its beginning."""
_CHUNK_SIZE = 1024 * 1024
GZIP = b"\x1f\x8b"
"""https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1"""
_GZIP_WINDOW = zlib.MAX_WBITS | 16
"""zlib's way to say that a header of gzip comes first: https://zlib.net/manual.html#Advanced"""


class Unreadable(Exception):
    """A file is no export, or is damaged; the text says why and what to do, but not which file."""


READ_ERRORS = (OSError, EOFError, zlib.error, UnicodeError, Unreadable)
"""What reading a file raises when it is damaged, cut short, taken away, or no export."""


def is_plain(head: bytes) -> bool:
    """Whether a file with this beginning can be read as it is, and so in ranges."""
    return not (head.startswith(GZIP) or utf16_encoding(head) or _ends_lines_with_cr(head))


def text_of(head: bytes) -> str:
    """The text that a file begins with, decompressed and decoded as far as it goes."""
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(_GZIP_WINDOW).decompress(head, HEAD_SIZE)
        except zlib.error:
            return ""
    text = head.decode(utf16_encoding(head) or "utf-8", "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def utf16_encoding(head: bytes) -> str | None:
    """The encoding of a file in UTF-16, with or without a byte order mark; None if it is not."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"  # which of the two, the mark says
    # every export begins with ASCII, of which every second byte is 0 then
    match [byte == 0 for byte in head[:4]]:
        case [False, True, False, True]:
            return "utf-16-le"
        case [True, False, True, False]:
            return "utf-16-be"
        case _:
            return None


def as_utf8(file: io.BufferedReader) -> IO[bytes]:
    """What a file holds, decompressed, in UTF-8 and without a byte order mark."""
    if file.peek(len(GZIP)).startswith(GZIP):
        file = io.BufferedReader(gzip.GzipFile(fileobj=file))
    if file.peek(len(codecs.BOM_UTF8)).startswith(codecs.BOM_UTF8):
        file.read(len(codecs.BOM_UTF8))
    head = file.peek(HEAD_SIZE)
    if encoding := utf16_encoding(head):
        return _Utf16Stream(file, encoding)
    return _CrStream(file) if _ends_lines_with_cr(head) else file


def text_chunks(file: IO[bytes]) -> Iterator[str]:
    """The text of a file in UTF-8 with LF line ends, piece by piece.

    Raises:
        Unreadable: it is not UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    # a CR at the end of a piece waits for the LF that may begin the next one
    line_ends = io.IncrementalNewlineDecoder(decoder, translate=True)
    try:
        while data := file.read(_CHUNK_SIZE):
            if text := line_ends.decode(data):
                yield text
        yield line_ends.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Unreadable(
            "the text is not UTF-8: export it again, csvde with -u, PowerShell with -Encoding utf8"
        ) from error


def _ends_lines_with_cr(head: bytes) -> bool:
    """Whether a file ends its lines with CR alone, as it seems from its beginning."""
    return b"\r" in head and b"\n" not in head


class _Utf16Stream(io.BytesIO):
    """A UTF-16 file as UTF-8; only `read` is of use."""

    def __init__(self, file: io.BufferedReader, encoding: str) -> None:
        super().__init__()
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)()

    def read(self, size: int | None = -1, /) -> bytes:
        """What the next `size` bytes of the file are in UTF-8, or nothing at the end."""
        while True:
            encoded = self._file.read(size)
            text = self._decoder.decode(encoded, final=not encoded)
            # a piece may hold but half a character: nothing would mean the end of the file
            if text or not encoded:
                return text.encode()


class _CrStream(io.BytesIO):
    """A file whose lines end with CR, with LF instead; only `read` is of use."""

    def __init__(self, file: io.BufferedReader) -> None:
        super().__init__()
        self._file = file

    def read(self, size: int | None = -1, /) -> bytes:
        """The next `size` bytes of the file, or nothing at the end."""
        return self._file.read(size).replace(b"\r", b"\n")


def source_error(error: BaseException, location: str) -> SourceError:
    """One of READ_ERRORS in words."""
    match error:
        case EOFError():
            what = "the gzip data ends early: the file is cut short; copy it again"
        case zlib.error() | gzip.BadGzipFile():
            what = f"the gzip data is damaged ({error}); copy it again"
        case Unreadable():
            what = str(error)
        case UnicodeError():
            what = "the UTF-16 text is damaged or cut short; export it again"
        case OSError(errno=errno.EMFILE | errno.ENFILE):  # no fault of the file
            what = f"cannot be read: {error.strerror}: raise the limit of open files (ulimit -n)"
        case OSError():
            what = f"cannot be read: {error.strerror or error}"
        case _:
            what = f"cannot be read: {error}"
    return SourceError(f"{location}: {what}")
