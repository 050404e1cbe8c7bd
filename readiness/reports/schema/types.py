"""What the schema is made of: texts, counts, objects and lists of them."""

from __future__ import annotations

from typing import Any

from readiness.model.entry import Kind
from readiness.model.finding import Severity

SEVERITIES = [severity.label for severity in sorted(Severity, reverse=True)]
TEXT = {"type": "string"}
TEXT_OR_NULL = {"type": ["string", "null"]}
TEXTS = {"type": "array", "items": TEXT}
COUNT = {"type": "integer", "minimum": 0}
COUNT_OR_NULL = {"type": ["integer", "null"], "minimum": 0}
TRUTH = {"type": "boolean"}
TRUTH_OR_NULL = {"type": ["boolean", "null"]}
MODEL = {"enum": ["password-hash-sync", "pass-through", "federated", None]}
TOOL = {"enum": ["connect-sync", "cloud-sync", None]}
COUNTS = {"type": "object", "additionalProperties": COUNT}
KIND = {"enum": [kind.value for kind in Kind]}


def object_of(**properties: Any) -> dict[str, Any]:
    """An object with exactly these properties, and perhaps later ones."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def with_optional(schema: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """An object that has some properties only where they were asked for."""
    return {**schema, "properties": {**schema["properties"], **properties}}


def or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def list_of(**properties: Any) -> dict[str, Any]:
    """A list of objects with these properties."""
    return {"type": "array", "items": object_of(**properties)}


def map_of(**properties: Any) -> dict[str, Any]:
    """Objects with these properties, each under a name of its own."""
    return {"type": "object", "additionalProperties": object_of(**properties)}
