"""Annotations that GitHub shows beside a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from readiness.model.finding import Severity
from readiness.reports.build_services.annotations import annotated, summary
from readiness.reports.escaping import shown
from readiness.reports.texts.finding_text import heading, sentence

if TYPE_CHECKING:
    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write_github(result: Result, file: TextIO) -> None:
    """Write workflow commands.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    file.writelines(
        f"::{_LEVELS[finding.severity]} {_properties(finding)}::{_message(sentence(finding))}\n"
        for finding in annotated(result)
    )
    level = "notice" if result.gate.passed else "error"
    file.writelines(f"::{level} title=readiness::{_message(text)}\n" for text in summary(result))


def _properties(finding: FindingRow) -> str:
    properties = {"title": heading(finding)}
    if finding.line is not None:
        # a file name may hold whatever an attacker likes, as a value may
        properties = {"file": shown(finding.source), "line": str(finding.line)} | properties
    return ",".join(f"{name}={_property(value)}" for name, value in properties.items())


def _message(text: str) -> str:
    """The text as the message of a command; the runner finds no second command in it."""
    # the percent sign first: later, it would spoil the escapes of the others
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace("::", ":%3A")


def _property(text: str) -> str:
    # a comma would begin the next property, and a colon might end them all
    return _message(text).replace(":", "%3A").replace(",", "%2C")
