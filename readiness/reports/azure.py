"""Annotations that Azure Pipelines shows beside a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from readiness.model.finding import Severity
from readiness.reports.annotations import annotated, heading, sentence, summary

if TYPE_CHECKING:
    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "warning"}


def write_azure(result: Result, file: TextIO) -> None:
    """Write logging commands.

    https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
    """
    for finding in annotated(result):
        text = f"{heading(finding)}: {sentence(finding)}"
        file.write(f"##vso[task.logissue {_where(finding)}]{_data(text)}\n")
    level = "warning" if result.gate.passed else "error"
    for text in summary(result):
        file.write(f"##vso[task.logissue type={level}]{_data(text)}\n")


def _where(finding: FindingRow) -> str:
    properties = {"type": _LEVELS[finding.severity], "code": finding.check}
    if finding.line is not None:
        properties |= {"sourcepath": finding.source, "linenumber": str(finding.line)}
    return ";".join(f"{name}={_property(value)}" for name, value in properties.items())


def _data(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(";", "%3B").replace("]", "%5D")
