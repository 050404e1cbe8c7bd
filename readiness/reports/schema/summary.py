"""The schema of the summary, of its action plan and of the waves."""

from __future__ import annotations

from typing import Any

from readiness.advice.waves import GROUPINGS, NONE, PRIVILEGED, SERVICE
from readiness.reports.schema.types import (
    COUNT,
    COUNT_OR_NULL,
    COUNTS,
    SEVERITIES,
    TEXT,
    TEXT_OR_NULL,
    TEXTS,
    list_of,
    map_of,
    object_of,
)


def summary_schema() -> dict[str, Any]:
    """The counts, the answer and the action plan."""
    return object_of(
        entries=COUNT,
        in_scope=COUNT,
        out_of_scope=COUNT,
        ready=COUNT,
        by_severity=object_of(**dict.fromkeys(SEVERITIES, COUNT)),
        by_check=COUNTS,
        by_kind=map_of(in_scope=COUNT, ready=COUNT),
        by_domain=COUNTS,
        by_upn_suffix=map_of(users=COUNT, ready=COUNT),
        by_group=map_of(users=COUNT, ready=COUNT),
        grouped_by={"enum": [None, *GROUPINGS]},
        by_state=object_of(counting=COUNT, suppressed=COUNT, baseline=COUNT),
        by_out_of_scope_reason=COUNTS,
        people=object_of(in_scope=COUNT, ready=COUNT, accepted=COUNT),
        left_out_people=COUNT,
        accepted=COUNT,
        answer=object_of(
            sentence=TEXT, then=TEXT, because=TEXT, steps=COUNT, people_ready_after=COUNT
        ),
        action_plan=list_of(
            step=COUNT,
            action=TEXT,
            check=TEXT,
            checks=TEXTS,
            part=TEXT_OR_NULL,
            target=TEXT_OR_NULL,
            title=TEXT,
            why=TEXT,
            mode={"enum": ["script", "decision"]},
            filter={"type": "object", "additionalProperties": {"anyOf": [TEXT, TEXTS]}},
            objects=COUNT,
            people=COUNT,
            scripted=COUNT,
            decisions=COUNT,
            minutes=COUNT,
            risks=TEXTS,
            command=TEXT_OR_NULL,
            people_ready_before=COUNT,
            people_ready_after=COUNT,
            objects_ready_before=COUNT,
            objects_ready_after=COUNT,
        ),
        action_rest=list_of(
            check=TEXT,
            title=TEXT,
            objects=COUNT,
            people=COUNT,
            scripted=COUNT,
        ),
        essentials=object_of(
            users=COUNT,
            display_name=COUNT,
            user_principal_name=COUNT,
            mail=COUNT,
            all_three=COUNT,
        ),
    )


def waves_schema() -> dict[str, Any]:
    """Who can go when, by one of the groupings."""
    return list_of(
        wave=COUNT_OR_NULL,
        name=TEXT,
        apart={"enum": [None, NONE, SERVICE, PRIVILEGED]},
        people=COUNT,
        ready=COUNT,
        ready_after={"type": "array", "items": COUNT},
        waits_for=COUNT,
        needs_decision=COUNT,
    )
