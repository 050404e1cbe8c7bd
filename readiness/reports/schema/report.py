"""The JSON Schema of the JSON report."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

from readiness.advice.waves import GROUPINGS
from readiness.checking.outcome import StatusReason
from readiness.gating.suppression import SCOPES
from readiness.gating.verdict import Verdict
from readiness.model.finding import KNOWN, SUPPRESSED, FindingRow
from readiness.pipeline.preview.predictions import CHANGES
from readiness.pipeline.request import LIMITS
from readiness.reports.schema.advice import advice_schema
from readiness.reports.schema.summary import summary_schema, waves_schema
from readiness.reports.schema.tenant import tenant_schema
from readiness.reports.schema.types import (
    COUNT,
    COUNT_OR_NULL,
    COUNTS,
    KIND,
    MODEL,
    SEVERITIES,
    TEXT,
    TEXT_OR_NULL,
    TEXTS,
    TOOL,
    list_of,
    object_of,
    or_null,
    with_optional,
)
from readiness.reports.serialized.head import SCHEMA_VERSION


def json_schema() -> dict[str, Any]:
    """The schema, draft 2020-12. Fields may be added later; none changes its meaning."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:readiness:report:{SCHEMA_VERSION}",
        "title": "readiness report",
        **with_optional(
            object_of(
                schema_version={"const": SCHEMA_VERSION},
                tool=object_of(name={"const": "readiness"}, version=TEXT),
                generated_at={"type": "string", "format": "date-time"},
                duration_seconds={"type": "number", "minimum": 0},
                verdict={"enum": list(Verdict)},
                because=TEXTS,
                not_assessed=TEXTS,
                complete={"type": "boolean"},
                gate=object_of(
                    fail_on={"enum": [*SEVERITIES, "never"]},
                    passed={"type": "boolean"},
                    reasons=TEXTS,
                    waivers=TEXTS,
                    budgets=list_of(
                        target=TEXT,
                        budget=TEXT,
                        allowed=COUNT,
                        findings=COUNT,
                        exceeded={"type": "boolean"},
                    ),
                    exit_status={"enum": [0, 1, 3, 4]},
                ),
                sources={
                    "type": "array",
                    "items": with_optional(
                        object_of(
                            location=TEXT,
                            kind={"enum": ["ldif", "csv", "json", "ldap"]},
                            entries=COUNT,
                            complete={"type": "boolean"},
                            problems=TEXTS,
                        ),
                        requests=COUNT,
                        server_seconds={"type": "number", "minimum": 0},
                    ),
                },
                trouble=TEXTS,
                warnings=TEXTS,
                redaction={"enum": ["none", "values", "pseudonyms"]},
                baseline=or_null(
                    object_of(location=TEXT, known=COUNT, new=COUNT, persisting=COUNT, fixed=COUNT)
                ),
                suppressions=list_of(
                    check=TEXT,
                    by={"enum": list(SCOPES)},
                    value=TEXT,
                    reason=TEXT,
                    owner=TEXT_OR_NULL,
                    expires=TEXT_OR_NULL,
                    expired={"type": "boolean"},
                    findings=COUNT,
                    where=TEXT,
                ),
                configuration=TEXT_OR_NULL,
                plan=_plan(),
                limits=object_of(**dict.fromkeys(LIMITS, TEXTS)),
                summary=summary_schema(),
                advice=advice_schema(),
                history=list_of(
                    at={"type": "string", "format": "date-time"},
                    verdict={"enum": list(Verdict)},
                    people=COUNT,
                    ready=COUNT,
                    ready_after={"type": "array", "items": COUNT},
                    by_severity=COUNTS,
                    by_check=COUNTS,
                    asked=TEXT,
                ),
                forecast=object_of(
                    people=TEXT_OR_NULL,
                    by_check={"type": "object", "additionalProperties": TEXT},
                ),
                waves=object_of(**dict.fromkeys(GROUPINGS, waves_schema())),
                checks=list_of(
                    id=TEXT,
                    severity={"enum": SEVERITIES},
                    title=TEXT,
                    text=TEXT,
                    fix=TEXT,
                    see=TEXTS,
                    prevents=TEXTS,
                    status={"enum": ["ran", "skipped", "crashed"]},
                    reason=TEXT_OR_NULL,
                    status_reason={"enum": [None, *get_args(StatusReason)]},
                    findings=COUNT,
                    suppressed=COUNT,
                    baseline=COUNT,
                    objects=COUNT_OR_NULL,
                    people=COUNT_OR_NULL,
                    only_this=COUNT_OR_NULL,
                    step=COUNT_OR_NULL,
                ),
                findings=list_of(**_finding()),
                out_of_scope=list_of(dn=TEXT, kind=KIND, reason=TEXT),
            ),
            tenant=tenant_schema(),
            preview=object_of(**dict.fromkeys(("objects", *CHANGES), COUNT)),
        ),
    }


def _plan() -> dict[str, Any]:
    return object_of(
        verified_domains=TEXTS,
        federated_domains=TEXTS,
        initial_domain=TEXT_OR_NULL,
        identity_model=MODEL,
        sync_tool=TOOL,
        source_anchor=TEXT,
        sign_in_attribute=TEXT,
        match_users=TEXT,
        exchange_licences={"enum": ["unknown", "everyone", "nobody"]},
        stale_days=COUNT,
    )


def _finding() -> dict[str, Any]:
    """The fields of a finding, by their types unless more can be said."""
    forms = {str: TEXT, str | None: TEXT_OR_NULL, tuple[str, ...]: TEXTS}
    return {
        **{name: forms.get(kind) for name, kind in get_type_hints(FindingRow).items()},
        "severity": {"enum": SEVERITIES},
        "kind": KIND,
        "line": {"type": ["integer", "null"], "minimum": 1},
        "fingerprint": {"type": "string", "pattern": "^v1:[0-9a-f]{32}$"},
        "state": {"enum": [None, SUPPRESSED, KNOWN]},
    }
