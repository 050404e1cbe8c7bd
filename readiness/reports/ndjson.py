"""The report as lines of JSON: the head first, then each check, finding and entry left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from readiness.reports.escaping import json_harmless
from readiness.reports.serialized import check_facts, finding_facts, head_facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from readiness.pipeline.result import Result

# ASCII only: some readers take U+2028 and its like for the end of a line
_encode = json.JSONEncoder(separators=(",", ":")).encode


def write_ndjson(result: Result, file: TextIO) -> None:
    """Write one object a line; its `type` tells what it is, the rest is as in the JSON report."""
    objects = ({"type": kind, **facts} for kind, facts in _objects(result))
    file.writelines(json_harmless(_encode(one)) + "\n" for one in objects)


def _objects(result: Result) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "report", head_facts(result)
    yield from (("check", check_facts(check)) for check in result.checks)
    yield from (("finding", finding_facts(finding)) for finding in result.findings())
    yield from (("out_of_scope", entry._asdict()) for entry in result.out_of_scope())
