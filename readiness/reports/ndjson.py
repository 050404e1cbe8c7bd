"""The report as lines of JSON: the head first, then each check, finding and entry out of scope."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from readiness.reports.escaping import json_harmless
from readiness.reports.serialized.head import serialized_head
from readiness.reports.serialized.items import serialized_check, serialized_finding
from readiness.reports.serialized.tenant import serialized_outcome, serialized_tenant
from readiness.reports.serialized.waves import serialized_waves

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from readiness.pipeline.result import Result

# ASCII only: some readers take U+2028 and its like for the end of a line
_ENCODER = json.JSONEncoder(separators=(",", ":"))


def write_ndjson(result: Result, file: TextIO) -> None:
    """Write one object a line; its `type` tells what it is, the rest is as in the JSON report."""
    head = _ENCODER.encode({"type": "report", **serialized_head(result)})
    # without its last brace: the waves are written into the same object
    file.write(f'{json_harmless(head)[:-1]},"waves":')
    file.writelines(map(json_harmless, serialized_waves(result, _ENCODER)))
    file.write("}\n")
    file.writelines(
        json_harmless(_ENCODER.encode({"type": kind, **content})) + "\n"
        for kind, content in _objects(result)
    )


def _objects(result: Result) -> Iterator[tuple[str, dict[str, Any]]]:
    if result.tenant:
        yield "tenant", {**serialized_tenant(result.tenant), "cloud_only": result.tenant.cloud_only}
        yield from (("outcome", serialized_outcome(row)) for row in result.tenant_outcomes())
        yield from (
            ("cloud_object", cloud_object._asdict()) for cloud_object in result.cloud_objects()
        )
    yield from (("check", serialized_check(check, result.action_plan)) for check in result.checks)
    yield from (("finding", serialized_finding(finding)) for finding in result.findings())
    yield from (("out_of_scope", entry._asdict()) for entry in result.out_of_scope())
