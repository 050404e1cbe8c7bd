"""The findings as a table (RFC 4180) that a spreadsheet cannot take for formulas."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from readiness.reports.escaping import shown

if TYPE_CHECKING:
    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result

COLUMNS = (
    "check", "severity", "state", "dn", "kind", "guid", "attribute", "value", "message",
    "proposal", "related", "source", "line", "fingerprint", "suppression",
)  # fmt: skip
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula may begin with, also in full width; tabs and line ends show as escapes."""


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


def cell(text: str) -> str:
    """A text that a spreadsheet takes for a text; only the lines of a list stay apart."""
    safe = "\n".join(map(shown, text.split("\n"))) if "\n" in text else shown(text)
    return f"'{safe}" if safe.lstrip().startswith(_FORMULA) else safe
