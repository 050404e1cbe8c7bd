"""Where the reports of a scan go, and how much each of them shows of people."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness.errors import UsageError
from readiness.gating.baseline import write_baseline
from readiness.redaction.report import Redactor, redacted
from readiness.reports.formats import destination
from readiness.reports.markdown import write_markdown
from readiness.reports.report_file import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TextIO

    from readiness.pipeline.result import Result
    from readiness.reports.formats import Format

_BUILD_SERVICES = ("GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION")
"""Variables that a build service sets: there, what is printed is kept for many to read."""
_KEY_MIN = 16
"""Octets; fewer could be guessed."""


class Privacy:
    """What each output may show."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        """Take the options.

        Raises:
            UsageError: the key of the pseudonyms is no good.
        """
        mode = given["redact"]
        self._given = Redactor(key_of(given)) if mode == "pseudonyms" else None
        if mode == "values":
            self._given = Redactor()
        self._of_logs = self._given if given["show_values"] else self._given or Redactor()

    def of(self, form: Format) -> Redactor | None:
        """The redactor for a format; None if it shows everything."""
        return self._of_logs if form.goes_to_build_log else self._given

    def of_step_summary(self) -> Redactor | None:
        """The redactor for what a build service shows beside a job."""
        return self._of_logs

    def of_console(self, file: TextIO) -> Redactor | None:
        """The redactor for the summary: a build service keeps it."""
        is_kept = any(os.environ.get(name) for name in _BUILD_SERVICES) and not file.isatty()
        return self._of_logs if is_kept else self._given


def key_of(given: Mapping[str, Any]) -> bytes:
    """The key of pseudonyms: from a file, from the environment, or for this run alone.

    Raises:
        UsageError: it cannot be read, or is too short.
    """
    path: Path | None = given["redact_key_file"]
    try:
        key = path.read_bytes() if path else os.environ.get("READINESS_REDACT_KEY", "").encode()
    except OSError as error:
        raise UsageError(f"the key file {path} cannot be read: {error.strerror}") from error
    key = key.strip()
    if not key and not path:
        return secrets.token_bytes(32)
    if len(key) < _KEY_MIN:
        where = path or "READINESS_REDACT_KEY"
        raise UsageError(f"the key in {where} is too short: take {_KEY_MIN} characters or more")
    return key


def reports_of(given: Mapping[str, Any]) -> list[tuple[Format, str]]:
    """The formats and paths that were asked for.

    Raises:
        UsageError: a format is unknown, or two reports would be mixed up.
    """
    reports = [destination(report) for report in given["reports"]]
    if sum(path == "-" for _, path in reports) > 1:
        raise UsageError("only one report can go to standard output: give the others a file")
    return reports


def write_reports(result: Result, reports: Iterable[tuple[Format, str]], privacy: Privacy) -> None:
    """Write every report.

    Raises:
        UsageError: one cannot be written.
    """
    for form, path in reports:
        hidden = redacted(result, privacy.of(form))
        if path == "-":
            form.write(hidden, standard_output())
        else:
            write_file(hidden, form.write, path)


def standard_output() -> TextIO:
    """Standard output for data: UTF-8 and plain line ends, whatever the terminal would like."""
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # it is text
    return sys.stdout


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
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            write_markdown(redacted(result, privacy.of_step_summary()), file)
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
