"""Files that appear at once and whole, and that only their owner can read."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from readiness.pipeline.result import Result


def write_file(result: Result, write: Callable[[Result, TextIO], None], path: str) -> None:
    """Write a report into a file of UTF-8 text, in the place of one that is there.

    Raises:
        UsageError: it cannot be written there.
    """
    target = Path(path)
    try:
        if target.exists() and not target.is_file():  # a pipe or a device is not to be replaced
            with _opened(target) as file:
                write(result, file)
            return
        # in the same folder, so that the rename at the end does not cross file systems
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with _opened(handle) as file:
                write(result, file)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink()
            raise
    except OSError as error:
        raise UsageError(f"the report {path} cannot be written: {error.strerror}") from error


def _opened(file: Path | int) -> TextIO:
    """A text file to write to, from its path or its handle."""
    # lone surrogates of a file name that is no UTF-8 show as escapes instead of ending the report
    # and no line ends of the system: Windows would make CR CR LF of those of the CSV
    return open(file, "w", encoding="utf-8", newline="\n", errors="backslashreplace")  # noqa: PTH123
