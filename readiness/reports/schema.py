"""The JSON Schema of the JSON report.

It is one tree, as long as the report has fields: parted, nobody would find a field any more.
"""

from __future__ import annotations

from typing import Any, get_args

from readiness.advice.waves import GROUPINGS, NONE, PRIVILEGED, SERVICE
from readiness.checking.outcome import StatusReason
from readiness.gating.suppression import SCOPES
from readiness.gating.verdict import Verdict
from readiness.model.entry import Kind
from readiness.model.finding import Severity
from readiness.pipeline.preview import CHANGES
from readiness.reports.serialized import SCHEMA_VERSION

_SEVERITIES = [severity.label for severity in sorted(Severity, reverse=True)]
_TEXT = {"type": "string"}
_TEXT_OR_NULL = {"type": ["string", "null"]}
_TEXTS = {"type": "array", "items": _TEXT}
_COUNT = {"type": "integer", "minimum": 0}
_COUNT_OR_NULL = {"type": ["integer", "null"], "minimum": 0}
_TRUTH = {"type": "boolean"}
_TRUTH_OR_NULL = {"type": ["boolean", "null"]}
_MODEL = {"enum": ["password-hash-sync", "pass-through", "federated", None]}
_TOOL = {"enum": ["connect-sync", "cloud-sync", None]}
_COUNTS = {"type": "object", "additionalProperties": _COUNT}
_KIND = {"enum": [kind.value for kind in Kind]}


def json_schema() -> dict[str, Any]:
    """The schema, draft 2020-12. Fields may be added later; none changes its meaning."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "readiness report",
        **_with_optional(
            _object(
                schema_version={"const": SCHEMA_VERSION},
                tool=_object(name={"const": "readiness"}, version=_TEXT),
                generated_at={"type": "string", "format": "date-time"},
                duration_seconds={"type": "number", "minimum": 0},
                verdict={"enum": list(Verdict)},
                because=_TEXTS,
                complete={"type": "boolean"},
                gate=_object(
                    fail_on={"enum": [*_SEVERITIES, "never"]},
                    passed={"type": "boolean"},
                    reasons=_TEXTS,
                    waivers=_TEXTS,
                    budgets=_list(
                        target=_TEXT,
                        budget=_TEXT,
                        allowed=_COUNT,
                        findings=_COUNT,
                        exceeded={"type": "boolean"},
                    ),
                    exit_status={"enum": [0, 1, 3, 4]},
                ),
                sources={
                    "type": "array",
                    "items": _with_optional(
                        _object(
                            location=_TEXT,
                            kind={"enum": ["ldif", "csv", "json", "ldap"]},
                            entries=_COUNT,
                            complete={"type": "boolean"},
                            problems=_TEXTS,
                        ),
                        requests=_COUNT,
                        server_seconds={"type": "number", "minimum": 0},
                    ),
                },
                trouble=_TEXTS,
                warnings=_TEXTS,
                redaction={"enum": ["none", "values", "pseudonyms"]},
                baseline=_or_null(
                    _object(
                        location=_TEXT, known=_COUNT, new=_COUNT, persisting=_COUNT, fixed=_COUNT
                    )
                ),
                suppressions=_list(
                    check=_TEXT,
                    by={"enum": list(SCOPES)},
                    value=_TEXT,
                    reason=_TEXT,
                    owner=_TEXT_OR_NULL,
                    expires=_TEXT_OR_NULL,
                    expired={"type": "boolean"},
                    findings=_COUNT,
                    where=_TEXT,
                ),
                configuration=_TEXT_OR_NULL,
                plan=_plan(),
                summary=_summary(),
                advice=_advice(),
                history=_list(
                    at={"type": "string", "format": "date-time"},
                    verdict={"enum": list(Verdict)},
                    people=_COUNT,
                    ready=_COUNT,
                    ready_after={"type": "array", "items": _COUNT},
                    by_severity=_COUNTS,
                    by_check=_COUNTS,
                ),
                forecast=_object(
                    people=_TEXT_OR_NULL,
                    by_check={"type": "object", "additionalProperties": _TEXT},
                ),
                waves=_object(**dict.fromkeys(GROUPINGS, _waves())),
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
                    status_reason={"enum": [None, *get_args(StatusReason)]},
                    findings=_COUNT,
                    suppressed=_COUNT,
                    baseline=_COUNT,
                    objects=_COUNT_OR_NULL,
                    people=_COUNT_OR_NULL,
                    only_this=_COUNT_OR_NULL,
                    step=_COUNT_OR_NULL,
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
                    state={"enum": [None, "suppressed", "baseline"]},
                    suppression=_TEXT_OR_NULL,
                ),
                out_of_scope=_list(dn=_TEXT, kind=_KIND, reason=_TEXT),
            ),
            preview=_object(**dict.fromkeys(("objects", *CHANGES), _COUNT)),
        ),
    }


def _plan() -> dict[str, Any]:
    return _object(
        verified_domains=_TEXTS,
        federated_domains=_TEXTS,
        initial_domain=_TEXT_OR_NULL,
        identity_model=_MODEL,
        sync_tool=_TOOL,
        source_anchor=_TEXT,
        sign_in_attribute=_TEXT,
        match_users=_TEXT,
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
        by_group=_map(users=_COUNT, ready=_COUNT),
        grouped_by={"enum": [None, *GROUPINGS]},
        by_state=_object(counting=_COUNT, suppressed=_COUNT, baseline=_COUNT),
        by_out_of_scope_reason=_COUNTS,
        people=_object(in_scope=_COUNT, ready=_COUNT, accepted=_COUNT),
        left_out_people=_COUNT,
        accepted=_COUNT,
        answer=_object(
            sentence=_TEXT, then=_TEXT, because=_TEXT, steps=_COUNT, people_ready_after=_COUNT
        ),
        action_plan=_list(
            step=_COUNT,
            action=_TEXT,
            check=_TEXT,
            part=_TEXT_OR_NULL,
            target=_TEXT_OR_NULL,
            title=_TEXT,
            why=_TEXT,
            mode={"enum": ["script", "decision"]},
            objects=_COUNT,
            people=_COUNT,
            scripted=_COUNT,
            decisions=_COUNT,
            minutes=_COUNT,
            risks=_TEXTS,
            people_ready_before=_COUNT,
            people_ready_after=_COUNT,
            objects_ready_before=_COUNT,
            objects_ready_after=_COUNT,
        ),
        essentials=_object(
            users=_COUNT,
            display_name=_COUNT,
            user_principal_name=_COUNT,
            mail=_COUNT,
            all_three=_COUNT,
        ),
    )


def _waves() -> dict[str, Any]:
    return _list(
        wave=_COUNT_OR_NULL,
        name=_TEXT,
        apart={"enum": [None, NONE, SERVICE, PRIVILEGED]},
        people=_COUNT,
        ready=_COUNT,
        ready_after={"type": "array", "items": _COUNT},
        waits_for=_COUNT,
        needs_decision=_COUNT,
    )


def _advice() -> dict[str, Any]:
    return _object(
        source_anchor=_object(
            users=_COUNT,
            planned=_TEXT,
            recommended=_TEXT_OR_NULL,
            reason=_TEXT,
            express=_TEXT_OR_NULL,
            express_reason=_TEXT,
            objects_with_consistency_guid=_COUNT,
            own=_COUNT,
            foreign=_COUNT,
            candidates=_list(
                attribute=_TEXT,
                users_with_value=_COUNT,
                shared_values=_COUNT,
                users_sharing=_COUNT,
                longest=_COUNT_OR_NULL,
                too_long=_COUNT,
                forbidden=_COUNT_OR_NULL,
                case_twins=_COUNT_OR_NULL,
                names=_COUNT_OR_NULL,
            ),
        ),
        identity_model=_object(
            users=_COUNT,
            planned=_MODEL,
            summary=_TEXT,
            cloud_only=_TEXT,
            computers=_COUNT,
            consequences=_list(
                check=_TEXT,
                subject=_TEXT,
                count=_COUNT_OR_NULL,
                why_not_counted=_TEXT_OR_NULL,
                password_hash_sync=_TEXT_OR_NULL,
                pass_through=_TEXT_OR_NULL,
                federated=_TEXT_OR_NULL,
                is_reported=_TRUTH,
            ),
        ),
        sync_tool=_object(
            planned=_TOOL,
            recommended=_TOOL,
            reason=_TEXT,
            migration=_TEXT,
            facts=_list(
                subject=_TEXT,
                number=_COUNT_OR_NULL,
                connect_sync=_TEXT,
                cloud_sync=_TEXT,
                is_beyond_cloud_sync=_TRUTH,
                stops_wizard=_TRUTH,
            ),
        ),
        upn_suffixes=_list(
            suffix=_TEXT,
            users=_COUNT,
            ready=_COUNT,
            routable=_TRUTH,
            why_not_routable=_TEXT_OR_NULL,
            verified=_TRUTH_OR_NULL,
            federated=_TRUTH_OR_NULL,
            declared=_TRUTH_OR_NULL,
            replacement=_TEXT_OR_NULL,
            replacement_users=_COUNT,
        ),
    )


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _with_optional(schema: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """An object that has some properties only where they were asked for."""
    return {**schema, "properties": {**schema["properties"], **properties}}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(**properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": _object(**properties)}


def _map(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": _object(**properties)}
