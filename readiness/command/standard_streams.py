"""The standard streams: there, whatever the caller closed, and their failures told as such."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from readiness.errors import UsageError
from readiness.reports.escaping import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_STDOUT = 1
_FALL_BACK = "readiness.plain_marks"
_PLAIN_MARKS = {
    "“": '"',
    "”": '"',
    "‘": "'",  # noqa: RUF001 - what it stands for
    "’": "'",  # noqa: RUF001 - as above
    "–": "-",  # noqa: RUF001 - as above
    "→": "->",
    "…": "...",
    "·": "-",
    "←": "<-",
    "␠": "<space>",
}
"""What our texts are made with, and what a typewriter has for it."""


def prepare_streams() -> None:
    """Make the standard streams fit for use; to be called before anything is opened.

    The next file that is opened takes the lowest free descriptor. Were one of the first three
    free, what is meant for a terminal would end up in a report.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            # what is written to standard output shall fail, and not go nowhere in silence
            os.open(os.devnull, os.O_RDONLY if descriptor == _STDOUT else os.O_RDWR)
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_ClosedInput()))
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - it stays open
    if sys.stdout is None or not sys.stdout.isatty():  # a terminal is never full
        encoding = sys.stdout.encoding if sys.stdout else "utf-8"
        raw = _Output(_STDOUT, "wb", closefd=False)
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(raw), encoding)
    for stream in (sys.stdout, sys.stderr):
        # a value of the directory may hold what the terminal has no character for
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_FALL_BACK)


def _plain_marks(error: UnicodeError) -> tuple[str | bytes, int]:
    """Write what an encoding lacks: our marks with plain ones, all else as escapes.

    Windows redirects output in the code page of the console, 437 or 850, which knows no quotes.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    mark = error.object[error.start]
    if mark in _PLAIN_MARKS:
        return _PLAIN_MARKS[mark], error.start + 1
    end = next(
        (at for at in range(error.start, error.end) if error.object[at] in _PLAIN_MARKS), error.end
    )
    escaped = error.object[error.start : end].encode("ascii", "backslashreplace")
    return escaped.decode("ascii"), end


codecs.register_error(_FALL_BACK, _plain_marks)


class _Output(io.FileIO):
    """Standard output, where a failure to write is told once, and is nobody's bug."""

    _is_lost = False

    def write(self, octets: Any, /) -> int:
        """Write some octets; after a failure, nowhere: the buffer above us would try for ever.

        Raises:
            BrokenPipeError: whoever reads has left.
            UsageError: the disk is full, or whatever the system says.
        """
        if self._is_lost:
            return memoryview(octets).nbytes
        try:
            return super().write(octets)
        except BrokenPipeError:
            raise
        except OSError as error:
            self._is_lost = True
            reason = "it is closed" if error.errno == errno.EBADF else error.strerror
            raise UsageError(f"standard output cannot be written: {reason}") from error


class _ClosedInput(io.RawIOBase):
    """The standard input of a command that was started without one."""

    def readable(self) -> bool:
        """Whether somebody may try."""
        return True

    def readinto(self, _: object, /) -> NoReturn:
        """Refuse."""
        raise OSError("standard input is closed")


def data_output() -> TextIO:
    """Standard output for data: UTF-8 and plain line ends, whatever the terminal would like."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # an encoding resets what is done about a name of a file that is not UTF-8
        sys.stdout.reconfigure(encoding="utf-8", newline="\n", errors="backslashreplace")
    return sys.stdout


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """Let whoever reads standard output leave early, as `head` does: the status stays true."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        discard_output()


def discard_output() -> None:
    """Send what is still to be written to standard output nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str) -> None:
    """Say something on standard error, in one line; if nobody can hear it, there is no remedy."""
    with suppress(OSError):
        click.echo(f"readiness: {shown(message)}", err=True)
