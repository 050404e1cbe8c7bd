"""The JSON report: everything that is known, in a fixed order, written as it is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from readiness.reports.facts import check_facts, finding_facts, head_facts
from readiness.reports.shown import json_harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.result import Result

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def write_json(result: Result, file: TextIO) -> None:
    """Write the report, one line for each finding and each entry that is out of scope."""
    file.write("{\n")
    for key, value in head_facts(result).items():
        text = json.dumps(value, ensure_ascii=False)
        file.write(f'"{key}": {json_harmless(text)},\n')
    _write_list(file, "checks", map(check_facts, result.checks))
    file.write(",\n")
    _write_list(file, "findings", map(finding_facts, result.findings()))
    file.write(",\n")
    _write_list(file, "out_of_scope", (entry._asdict() for entry in result.left_out()))
    file.write("\n}\n")


def _write_list(file: TextIO, key: str, items: Iterable[dict[str, Any]]) -> None:
    file.write(f'"{key}": [')
    separator = "\n"
    for item in items:
        file.write(separator)
        file.write(json_harmless(_encode(item)))
        separator = ",\n"
    file.write("\n]" if separator == ",\n" else "]")
