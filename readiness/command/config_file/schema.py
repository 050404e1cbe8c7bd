"""The JSON Schema of readiness.toml, for editors that complete and check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readiness.command.config_file.reader import LEVELS, MAPS
from readiness.gating.suppression import SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.command.config_file.reader import Key, Keys

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_BUDGET = {
    "anyOf": [
        {"type": "integer", "minimum": 0},
        {"type": "string", "pattern": r"^\s*\d+(\.\d+)?\s*%?\s*$"},
    ]
}


def config_schema(keys: Keys, check_ids: Iterable[str]) -> dict[str, Any]:
    """The schema, of draft 7: editors of TOML know no later one."""
    tables: dict[str, Any] = {
        table: _table({name: _value(key) for name, key in entries.items()})
        for table, entries in keys.items()
    }
    check_ids = list(check_ids)
    budgets = dict.fromkeys([*LEVELS[:-1], *check_ids], _BUDGET)
    tables["gate"]["properties"]["max"] = _open_table(budgets, _BUDGET)
    for name in MAPS:
        tables["plan"]["properties"][name] = _open_table({}, _TEXT)
    level = {"enum": list(LEVELS)}
    tables["severity"] = _open_table(dict.fromkeys(check_ids, level), level)
    tables["suppress"] = {"type": "array", "items": _suppression()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:readiness:readiness.toml:1",
        "title": "readiness.toml",
        **_table(tables),
    }


def _table(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _open_table(properties: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """A table with keys that an editor offers, and others: checks of somebody's own have ids."""
    return {"type": "object", "additionalProperties": other, "properties": properties}


def _value(key: Key) -> dict[str, Any]:
    described = {"description": key.description}
    match key.form:
        case "texts":
            return described | _TEXTS
        case "text or texts":
            return described | {"anyOf": [_TEXT, _TEXTS]}
        case "flag":
            return described | {"type": "boolean"}
        case "number":
            most = {} if key.most is None else {"maximum": key.most}
            return described | {"type": "integer", "minimum": key.least} | most
        case "text":
            return described | ({"enum": list(key.choices)} if key.choices else _TEXT)


def _suppression() -> dict[str, Any]:
    names = ("check", *SCOPES, "reason", "owner")
    return {
        # a date of TOML is a text to JSON
        **_table({**dict.fromkeys(names, _TEXT), "expires": {"type": "string", "format": "date"}}),
        "required": ["check", "reason"],
        "oneOf": [{"required": [scope]} for scope in SCOPES],
    }
