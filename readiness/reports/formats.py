"""The registry of formats: what each is called, which file names mean it, who writes it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from readiness.pipeline.result import Result


@dataclass(frozen=True)
class Format:
    """One format of a report."""

    name: str
    module: str
    """The module of this package that has its writer, the function `write_NAME`."""
    endings: tuple[str, ...] = ()
    """The endings of file names that mean it; without one it is asked for by its name alone."""
    goes_to_build_log: bool = False
    """Whether a build service shows it to many people: then values are hidden unless asked for."""

    @property
    def names(self) -> tuple[str, ...]:
        """What may stand before the colon of `FORMAT:PATH`: its name and its endings."""
        return (self.name, *(ending[1:] for ending in self.endings))

    def write(self, result: Result, file: TextIO) -> None:
        """Write the report of a result."""
        # imported now and not above: the template engine alone would double the time of a start
        module = import_module(f"readiness.reports.{self.module}")
        write: Callable[[Result, TextIO], None] = getattr(module, f"write_{self.name}")
        write(result, file)


FORMATS = (
    Format("html", "html.report", (".html", ".htm")),
    Format("json", "json", (".json",)),
    Format("ndjson", "ndjson", (".ndjson",)),
    Format("csv", "csv", (".csv",)),
    Format("sarif", "sarif", (".sarif",), goes_to_build_log=True),
    Format("junit", "junit", (".xml",), goes_to_build_log=True),
    Format("markdown", "markdown", (".md",), goes_to_build_log=True),
    Format("github", "build_services.github", goes_to_build_log=True),
    Format("azure", "build_services.azure", goes_to_build_log=True),
)
"""Every format that `--report` knows; tests walk through it."""
_BY_NAME = {name: form for form in FORMATS for name in form.names}
_BY_ENDING = {ending: form for form in FORMATS for ending in form.endings}


def destination(report: str) -> tuple[Format, str]:
    """The format and the path of `html:-`, `report.html`, `json:report.txt` or `github`.

    Raises:
        UsageError: the format is unknown.
    """
    # an unknown name before a colon may be a part of the path: `C:\report.html`
    name, colon, path = report.partition(":")
    if colon and path and name in _BY_NAME:
        return _BY_NAME[name], path
    # what goes to a build log alone needs no path: `-r github`
    if report in _BY_NAME and not _BY_NAME[report].endings:
        return _BY_NAME[report], "-"
    ending = Path(report).suffix.lower()
    if ending not in _BY_ENDING:
        raise UsageError(
            f"the format of the report “{report}” is unknown: end its name in one of"
            f" {', '.join(_BY_ENDING)}, or write FORMAT:PATH with one of {', '.join(_BY_NAME)}"
        )
    return _BY_ENDING[ending], report
