"""The schema of the advice."""

from __future__ import annotations

from typing import Any

from readiness.reports.schema.types import (
    COUNT,
    COUNT_OR_NULL,
    MODEL,
    TEXT,
    TEXT_OR_NULL,
    TOOL,
    TRUTH,
    TRUTH_OR_NULL,
    list_of,
    object_of,
)


def advice_schema() -> dict[str, Any]:
    """What follows from the counts for the plan."""
    return object_of(
        source_anchor=object_of(
            users=COUNT,
            planned=TEXT,
            recommended=TEXT_OR_NULL,
            reason=TEXT,
            express=TEXT_OR_NULL,
            express_reason=TEXT,
            objects_with_consistency_guid=COUNT,
            own=COUNT,
            foreign=COUNT,
            candidates=list_of(
                attribute=TEXT,
                users_with_value=COUNT,
                shared_values=COUNT,
                users_sharing=COUNT,
                longest=COUNT_OR_NULL,
                too_long=COUNT,
                forbidden=COUNT_OR_NULL,
                case_twins=COUNT_OR_NULL,
                names=COUNT_OR_NULL,
            ),
        ),
        identity_model=object_of(
            users=COUNT,
            planned=MODEL,
            summary=TEXT,
            cloud_only=TEXT,
            computers=COUNT,
            consequences=list_of(
                check=TEXT,
                subject=TEXT,
                count=COUNT_OR_NULL,
                why_not_counted=TEXT_OR_NULL,
                password_hash_sync=TEXT_OR_NULL,
                pass_through=TEXT_OR_NULL,
                federated=TEXT_OR_NULL,
                is_reported=TRUTH,
            ),
        ),
        sync_tool=object_of(
            planned=TOOL,
            recommended=TOOL,
            reason=TEXT,
            migration=TEXT,
            facts=list_of(
                subject=TEXT,
                number=COUNT_OR_NULL,
                connect_sync=TEXT,
                cloud_sync=TEXT,
                is_beyond_cloud_sync=TRUTH,
                stops_wizard=TRUTH,
            ),
        ),
        upn_suffixes=list_of(
            suffix=TEXT,
            users=COUNT,
            ready=COUNT,
            routable=TRUTH,
            why_not_routable=TEXT_OR_NULL,
            verified=TRUTH_OR_NULL,
            federated=TRUTH_OR_NULL,
            declared=TRUTH_OR_NULL,
            replacement=TEXT_OR_NULL,
            replacement_users=COUNT,
        ),
    )
