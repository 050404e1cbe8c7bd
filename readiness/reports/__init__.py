"""The formats of a report: each is one function of a result and a file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from readiness.result import Result

    Writer = Callable[[Result, TextIO], None]

FORMATS = {".html": "html", ".htm": "html", ".json": "json"}
"""The formats by the ending of a file."""


def writer(name: str) -> Writer:
    """The function that writes a format; what a format needs is only loaded when it is asked for."""
    if name == "json":
        from readiness.reports.json import write_json

        return write_json
    from readiness.reports.html import write_html

    return write_html


def parsed(report: str) -> tuple[str, str]:
    """The format and the path of `html:-`, `report.html` or `json:report.txt`.

    Raises:
        UsageError: the format is unknown.
    """
    name, colon, path = report.partition(":")
    if colon and name in FORMATS.values():
        return name, path
    ending = Path(report).suffix.lower()
    if ending not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        raise UsageError(
            f"the format of the report “{report}” is unknown: end its name in one of {known},"
            f" or write FORMAT:PATH with one of {', '.join(sorted(set(FORMATS.values())))}"
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
            with target.open(
                "w", encoding="utf-8", newline="\n", errors="backslashreplace"
            ) as file:
                write(result, file)
            return
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(
                handle, "w", encoding="utf-8", newline="\n", errors="backslashreplace"
            ) as file:
                write(result, file)
            os.replace(name, target)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise UsageError(f"the report {path} cannot be written: {error.strerror}") from error
