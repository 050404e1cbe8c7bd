"""The JSON report: everything that is known, in a fixed order, written as it is read."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, TextIO

from readiness.reports.escaping import json_harmless
from readiness.reports.serialized.head import serialized_head
from readiness.reports.serialized.items import finding_text, serialized_check
from readiness.reports.serialized.tenant import outcome_text, serialized_tenant
from readiness.reports.serialized.waves import serialized_waves

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.pipeline.result import Result
    from readiness.tenant.forecasting.tenant_forecast import TenantForecast

_BLOCK = 256
"""So many objects are joined before they are written: a call for each would take longer."""
_SPACED = json.JSONEncoder(ensure_ascii=False)
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def write_json(result: Result, file: TextIO) -> None:
    """Write the report, one line for each finding and each entry that is out of scope."""
    file.write("{\n")
    for key, value in serialized_head(result).items():
        text = _SPACED.encode(value)
        file.write(f'"{key}": {json_harmless(text)},\n')
    file.write('"waves": ')
    file.writelines(map(json_harmless, serialized_waves(result, _SPACED)))
    file.write(",\n")
    if result.tenant:
        _write_tenant(result, result.tenant, file)
    checks = (_encode(serialized_check(check, result.action_plan)) for check in result.checks)
    _write_list(file, "checks", checks)
    file.write(",\n")
    _write_list(file, "findings", map(finding_text, result.findings()))
    file.write(",\n")
    out_of_scope = (_encode(entry._asdict()) for entry in result.out_of_scope())
    _write_list(file, "out_of_scope", out_of_scope)
    file.write("\n}\n")


def _write_tenant(result: Result, forecast: TenantForecast, file: TextIO) -> None:
    """Write the forecast against a tenant, one line for each outcome and each object of it."""
    head = _SPACED.encode(serialized_tenant(forecast))
    # without its last brace: the lists below are written into the same object
    file.write(f'"tenant": {json_harmless(head)[:-1]},\n')
    _write_list(file, "outcomes", map(outcome_text, result.tenant_outcomes()))
    counts = json.dumps(dict(forecast.cloud_only))[1:-1]
    file.write(f',\n"cloud_only": {{{counts}{", " if counts else ""}')
    _write_list(
        file,
        "objects",
        (_encode(cloud_object._asdict()) for cloud_object in result.cloud_objects()),
    )
    file.write("}},\n")


def _write_list(file: TextIO, key: str, items: Iterable[str]) -> None:
    file.write(f'"{key}": [')
    rest = iter(items)
    separator = "\n"
    while block := ",\n".join(islice(rest, _BLOCK)):
        file.write(separator)
        file.write(json_harmless(block))
        separator = ",\n"
    file.write("\n]" if separator == ",\n" else "]")
