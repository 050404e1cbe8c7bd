"""Where the reports of a scan go."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from readiness.command.help.suggestions import nearest
from readiness.command.standard_streams import data_output, reader_may_leave
from readiness.errors import UsageError
from readiness.gating.baseline import write_baseline
from readiness.redaction.report import redacted
from readiness.reports.formats import FORMATS, destination
from readiness.reports.report_file import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.command.privacy import Privacy
    from readiness.command.settings.settings import ReportSettings, Settings
    from readiness.pipeline.result import Result
    from readiness.reports.formats import Format

STANDARD_OUTPUT = "-"
_PREFIX = re.compile(r"([\w-]{2,}):")
"""What may be the name of a format: one letter is the drive of a path on Windows."""


class Report(NamedTuple):
    """A report that was asked for."""

    format: Format
    path: str
    """A path, or `-` for standard output."""


def reports_of(settings: ReportSettings) -> list[Report]:
    """The reports that were asked for.

    Raises:
        UsageError: a format is unknown, or two reports would be mixed up.
    """
    reports = [_report(text) for text in settings.reports]
    if sum(report.path == STANDARD_OUTPUT for report in reports) > 1:
        raise UsageError("only one report can go to standard output: give the others a file")
    return reports


def _report(text: str) -> Report:
    prefix = _PREFIX.match(text)
    names = [name for form in FORMATS for name in form.names]
    if prefix and prefix[1] not in names:
        hint = nearest(prefix[1], names)
        raise UsageError(f"the report “{text}”: there is no format {prefix[1]}{hint}")
    return Report(*destination(text))


def refuse_overwriting(
    settings: Settings, sources: Iterable[str], further: Iterable[tuple[str, str]] = ()
) -> None:
    """Refuse to write over what is read, or to the same file twice; nothing has been read yet.

    `further` are files that a command writes beside the reports, each with what it is.
    A baseline may be written over the one that is read: this is how it is brought up to date.

    Raises:
        UsageError: names both.
    """
    taken: dict[object, str] = {}
    for what, path in _read_files(settings, sources):
        taken.setdefault(_identity(path), what)
    for what, path in (*_written_files(settings), *further):
        identity = _identity(path)
        if identity in taken and identity is not None:
            raise UsageError(f"{what} {path} would overwrite {taken[identity]}: name another file")
        taken[identity] = f"{what} {path}"


def _read_files(settings: Settings, sources: Iterable[str]) -> Iterator[tuple[str, str | int]]:
    for source in sources:
        # standard input may be a file, too, that the shell has opened
        yield ("standard input", 0) if source == "-" else (f"the source {source}", source)
    for export in settings.tenant.exports:
        for part in export.rglob("*") if export.is_dir() else (export,):
            yield f"the export {part}", str(part)
    for what, file in (
        *(("the check file", path) for path in settings.scan.check_files),
        ("the configuration", settings.config_file),
        ("the key of pseudonyms", settings.report.redact_key_file),
        ("the password file", settings.live.password_file),
        ("the certificates", settings.live.ca_file),
    ):
        if file:
            yield f"{what} {file}", str(file)


def _written_files(settings: Settings) -> Iterator[tuple[str, str]]:
    for report in reports_of(settings.report):
        if report.path != STANDARD_OUTPUT:
            yield "the report", report.path
    if settings.gate.write_baseline:
        yield "the baseline", str(settings.gate.write_baseline)
    if settings.report.history:
        yield "the history", str(settings.report.history)


def _identity(file: str | int) -> object:
    """What is the same for two names of a file; None for what nothing can be written over."""
    try:
        found = os.stat(file)  # noqa: PTH116 - a path or a descriptor
    except OSError:  # it is still to be written
        return os.path.normcase(os.path.realpath(file)) if isinstance(file, str) else None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def write_reports(result: Result, reports: Iterable[Report], privacy: Privacy) -> None:
    """Write every report.

    Raises:
        UsageError: one cannot be written.
    """
    for report in reports:
        hidden = redacted(result, privacy.of(report.format))
        if report.path == STANDARD_OUTPUT:
            with reader_may_leave():
                report.format.write(hidden, data_output())
        else:
            write_file(hidden, report.format.write, report.path)


def write_step_summary(result: Result, privacy: Privacy) -> None:
    """Add to the summary of a job on GitHub, if this is one.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary

    Raises:
        UsageError: it cannot be written.
    """
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        # to the end: the commands of one step share the file
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            destination("markdown:-")[0].write(redacted(result, privacy.of_step_summary()), file)
    except OSError as error:
        raise UsageError(f"GITHUB_STEP_SUMMARY cannot be written: {error.strerror}") from error


def write_new_baseline(result: Result, path: Path) -> bool:
    """Write what was found as a baseline; not of an incomplete scan, which lacks findings.

    Raises:
        UsageError: it cannot be written.
    """
    if result.is_complete:
        write_file(result, lambda whole, file: write_baseline(whole.findings(), file), str(path))
    return result.is_complete
