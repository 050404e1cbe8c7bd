"""A comparison as JSON, with every finding."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from readiness.reports.escaping import json_harmless
from readiness.reports.serialized.items import serialized_finding

if TYPE_CHECKING:
    from readiness.reports.comparison.comparison import Comparison


def write_json(comparison: Comparison, file: TextIO) -> None:
    """Write everything."""
    head = {
        "schema_version": "1.0",
        "old": comparison.before._asdict(),
        "new": comparison.now._asdict(),
        "warnings": list(comparison.warnings()),
        "asked_otherwise": list(comparison.differences.texts),
        "worse": list(comparison.worsenings()),
        "counts": comparison.total._asdict(),
        "by_check": {check: change._asdict() for check, change in comparison.by_check.items()},
    }
    file.write("{\n")
    for key, value in head.items():
        text = json_harmless(json.dumps(value))
        file.write(f'"{key}": {text},\n')
    for name, findings, end in (
        ("new_findings", comparison.appeared(), ",\n"),
        ("fixed_findings", comparison.fixed(), ",\n"),
        ("not_checked_findings", comparison.not_checked(), ",\n"),
        ("not_checked_before_findings", comparison.not_checked_before(), "\n"),
    ):
        separator = "\n"
        file.write(f'"{name}": [')
        for finding in findings:
            file.write(separator + json_harmless(json.dumps(serialized_finding(finding))))
            separator = ",\n"
        file.write(f"]{end}")
    file.write("}\n")
