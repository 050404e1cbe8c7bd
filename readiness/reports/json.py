"""The JSON report: everything that is known, in a fixed order, written as it is read."""

from __future__ import annotations

import json
from json.encoder import encode_basestring as _text
from typing import TYPE_CHECKING, TextIO

from readiness.model.values import visible
from readiness.reports.escaping import json_harmless
from readiness.reports.serialized import check_facts, head_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.pipeline.result import Reported, Result

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def write_json(result: Result, file: TextIO) -> None:
    """Write the report, one line for each finding and each entry that is out of scope."""
    file.write("{\n")
    for key, value in head_facts(result).items():
        text = json.dumps(value, ensure_ascii=False)
        file.write(f'"{key}": {json_harmless(text)},\n')
    _write_list(file, "checks", map(_encode, map(check_facts, result.checks)))
    file.write(",\n")
    _write_list(file, "findings", map(_finding, result.findings()))
    file.write(",\n")
    left_out = (_encode(entry._asdict()) for entry in result.left_out())
    _write_list(file, "out_of_scope", left_out)
    file.write("\n}\n")


def _write_list(file: TextIO, key: str, items: Iterable[str]) -> None:
    file.write(f'"{key}": [')
    separator = "\n"
    for item in items:
        file.write(separator)
        file.write(json_harmless(item))
        separator = ",\n"
    file.write("\n]" if separator == ",\n" else "]")


def _finding(one: Reported) -> str:
    """What the library makes of `finding_facts`, in half the time: there may be millions."""
    related = ",".join(map(_text, one.related))
    return (
        f'{{"check":{_text(one.check)},"severity":"{one.severity.label}","dn":{_text(one.dn)}'
        f',"kind":{_text(one.kind)},"guid":{_optional(one.guid)}'
        f',"attribute":{_text(one.attribute)},"value":{_optional(one.value)}'
        f',"message":{_text(visible(one.message))},"proposal":{_shown(one.proposal)}'
        f',"related":[{related}],"source":{_text(one.source)}'
        f',"line":{"null" if one.line is None else one.line},"fingerprint":"{one.fingerprint}"'
        f',"state":{_optional(one.state)},"suppression":{_optional(one.suppression)}}}'
    )


def _optional(text: str | None) -> str:
    return "null" if text is None else _text(text)


def _shown(text: str | None) -> str:
    return "null" if text is None else _text(visible(text))
