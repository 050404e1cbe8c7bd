"""Annotations that Azure Pipelines shows beside a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from readiness.model.finding import Severity
from readiness.reports.build_services.annotations import annotated, summary
from readiness.reports.escaping import shown
from readiness.reports.texts.finding_text import heading, sentence

if TYPE_CHECKING:
    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "warning"}
"""An issue is an error or a warning; there is nothing below."""


def write_azure(result: Result, file: TextIO) -> None:
    """Write logging commands.

    https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
    """
    for finding in annotated(result):
        text = f"{heading(finding)}: {sentence(finding)}"
        file.write(f"##vso[task.logissue {_properties(finding)}]{_message(text)}\n")
    level = "warning" if result.gate.passed else "error"
    for text in summary(result):
        file.write(f"##vso[task.logissue type={level}]{_message(text)}\n")


def _properties(finding: FindingRow) -> str:
    properties = {"type": _LEVELS[finding.severity], "code": finding.check}
    if finding.line is not None:
        # a file name may hold whatever an attacker likes, as a value may
        properties |= {"sourcepath": shown(finding.source), "linenumber": str(finding.line)}
    return ";".join(f"{name}={_property(value)}" for name, value in properties.items())


def _message(text: str) -> str:
    # the agent reads %AZP25 back as a percent sign, and %25 as it stands
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    # a semicolon would begin the next property, and a bracket end them all
    return _message(text).replace(";", "%3B").replace("]", "%5D")
