"""The formats of a report: each is one function of a result and a file."""

from __future__ import annotations

import os
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from readiness.pipeline.result import Result

    Writer = Callable[[Result, TextIO], None]

FORMATS = {
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".ndjson": "ndjson",
    ".csv": "csv",
    ".sarif": "sarif",
    ".xml": "junit",
    ".md": "markdown",
}
"""The formats by the ending of a file."""
BUILD_LOG = frozenset({"sarif", "junit", "markdown", "github", "azure"})
"""Formats that land where many people look."""
_NAMES = {one: one for one in (*FORMATS.values(), "github", "azure")} | {
    "xml": "junit",
    "md": "markdown",
}
_ANNOTATIONS = ("github", "azure")
"""Formats that only make sense on standard output."""


def writer(name: str) -> Writer:
    """The function that writes a format, loaded with all it needs when it is asked for."""
    module = import_module(f"readiness.reports.{'html.report' if name == 'html' else name}")
    write: Writer = getattr(module, f"write_{name}")
    return write


def parsed(report: str) -> tuple[str, str]:
    """The format and the path of `html:-`, `report.html`, `json:report.txt` or `github`.

    Raises:
        UsageError: the format is unknown.
    """
    name, colon, path = report.partition(":")
    if colon and path and name in _NAMES:
        return _NAMES[name], path
    if report in _ANNOTATIONS:
        return report, "-"
    ending = Path(report).suffix.lower()
    if ending not in FORMATS:
        raise UsageError(
            f"the format of the report “{report}” is unknown: end its name in one of"
            f" {', '.join(FORMATS)}, or write FORMAT:PATH with one of {', '.join(_NAMES)}"
        )
    return FORMATS[ending], report


def write_file(result: Result, write: Writer, path: str) -> None:
    """Write a report that appears at once and whole, and that only its owner can read.

    Raises:
        UsageError: it cannot be written there.
    """
    target = Path(path)
    try:
        if target.exists() and not target.is_file():  # a pipe or a device is not to be replaced
            with _opened(target) as file:
                write(result, file)
            return
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with _opened(handle) as file:
                write(result, file)
            os.replace(name, target)  # noqa: PTH105 - one name is a text
        except BaseException:
            os.unlink(name)  # noqa: PTH108 - as above
            raise
    except OSError as error:
        raise UsageError(f"the report {path} cannot be written: {error.strerror}") from error


def _opened(file: Path | int) -> TextIO:
    """A text file to write to, from its path or its handle."""
    return open(file, "w", encoding="utf-8", newline="\n", errors="backslashreplace")  # noqa: PTH123
