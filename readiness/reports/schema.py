"""The JSON Schema of the JSON report."""

from __future__ import annotations

from typing import Any

from readiness.model import Kind, Severity
from readiness.reports.facts import SCHEMA_VERSION

_SEVERITIES = [severity.label for severity in sorted(Severity, reverse=True)]
_TEXT = {"type": "string"}
_TEXT_OR_NULL = {"type": ["string", "null"]}
_TEXTS = {"type": "array", "items": _TEXT}
_COUNT = {"type": "integer", "minimum": 0}
_COUNTS = {"type": "object", "additionalProperties": _COUNT}
_KIND = {"enum": [kind.value for kind in Kind]}


def json_schema() -> dict[str, Any]:
    """The schema, draft 2020-12. Fields may be added later; none changes its meaning."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "readiness report",
        **_object(
            schema_version={"const": SCHEMA_VERSION},
            tool=_object(name={"const": "readiness"}, version=_TEXT),
            generated_at={"type": "string", "format": "date-time"},
            duration_seconds={"type": "number", "minimum": 0},
            verdict={"enum": ["ready", "not-ready", "incomplete", "empty"]},
            complete={"type": "boolean"},
            gate=_object(
                fail_on={"enum": [*_SEVERITIES, "never"]},
                passed={"type": "boolean"},
                reasons=_TEXTS,
            ),
            sources=_list(
                location=_TEXT,
                kind={"enum": ["ldif", "ldap"]},
                entries=_COUNT,
                complete={"type": "boolean"},
                problems=_TEXTS,
            ),
            trouble=_TEXTS,
            plan=_plan(),
            summary=_summary(),
            checks=_list(
                id=_TEXT,
                severity={"enum": _SEVERITIES},
                title=_TEXT,
                text=_TEXT,
                fix=_TEXT,
                see=_TEXTS,
                prevents=_TEXTS,
                status={"enum": ["ran", "skipped", "crashed"]},
                reason=_TEXT_OR_NULL,
                findings=_COUNT,
            ),
            findings=_list(
                check=_TEXT,
                severity={"enum": _SEVERITIES},
                dn=_TEXT,
                kind=_KIND,
                guid=_TEXT_OR_NULL,
                attribute=_TEXT,
                value=_TEXT_OR_NULL,
                message=_TEXT,
                proposal=_TEXT_OR_NULL,
                related=_TEXTS,
                source=_TEXT,
                line={"type": ["integer", "null"], "minimum": 1},
                fingerprint={"type": "string", "pattern": "^v1:[0-9a-f]{32}$"},
            ),
            out_of_scope=_list(dn=_TEXT, kind=_KIND, reason=_TEXT),
        ),
    }


def _plan() -> dict[str, Any]:
    return _object(
        verified_domains=_TEXTS,
        federated_domains=_TEXTS,
        initial_domain=_TEXT_OR_NULL,
        identity_model={"enum": ["password-hash-sync", "pass-through", "federated", None]},
        sync_tool={"enum": ["connect-sync", "cloud-sync", None]},
        source_anchor=_TEXT,
        sign_in_attribute=_TEXT,
    )


def _summary() -> dict[str, Any]:
    return _object(
        entries=_COUNT,
        in_scope=_COUNT,
        out_of_scope=_COUNT,
        ready=_COUNT,
        by_severity=_object(**dict.fromkeys(_SEVERITIES, _COUNT)),
        by_check=_COUNTS,
        by_kind=_map(in_scope=_COUNT, ready=_COUNT),
        by_upn_suffix=_map(users=_COUNT, ready=_COUNT),
        by_out_of_scope_reason=_COUNTS,
        essentials=_object(
            users=_COUNT,
            display_name=_COUNT,
            user_principal_name=_COUNT,
            mail=_COUNT,
            all_three=_COUNT,
        ),
    )


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(**properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": _object(**properties)}


def _map(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": _object(**properties)}
