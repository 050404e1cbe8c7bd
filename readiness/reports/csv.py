"""The findings as a table (RFC 4180) that a spreadsheet cannot take for formulas."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from readiness.reports.tables.spreadsheet import cell

if TYPE_CHECKING:
    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result

COLUMNS = (
    "check", "severity", "state", "dn", "kind", "guid", "attribute", "value", "message",
    "proposal", "related", "source", "line", "fingerprint", "suppression",
)  # fmt: skip


def write_csv(result: Result, file: TextIO) -> None:
    """Write the findings. Hidden characters show as escapes, and no cell is a formula.

    What to know about the result comes first, in rows that have a message and no check.
    """
    table = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for warning in result.warnings:
        row = dict.fromkeys(COLUMNS, "") | {"severity": "warning", "message": cell(warning)}
        table.writerow(row.values())
    for finding in result.findings():
        table.writerow([cell(text) for text in _row(finding)])


def _row(finding: FindingRow) -> tuple[str, ...]:
    return (
        finding.check,
        finding.severity.label,
        finding.state or "",
        finding.dn,
        finding.kind,
        finding.guid or "",
        finding.attribute,
        finding.value or "",
        finding.message,
        finding.proposal or "",
        "\n".join(finding.related),
        finding.source,
        "" if finding.line is None else str(finding.line),
        finding.fingerprint,
        finding.suppression or "",
    )
