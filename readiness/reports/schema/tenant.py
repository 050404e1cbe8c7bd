"""The schema of the forecast against a tenant."""

from __future__ import annotations

from typing import Any

from readiness.cloud.matching.outcome import Outcome
from readiness.model.tenant_object import DETAILS, TenantKind
from readiness.reports.schema.types import (
    COUNT,
    COUNTS,
    KIND,
    SEVERITIES,
    TEXT,
    TEXT_OR_NULL,
    TEXTS,
    TRUTH,
    TRUTH_OR_NULL,
    list_of,
    object_of,
    or_null,
    with_optional,
)

_KINDS = {"enum": [kind.value for kind in TenantKind]}
_STATES = ("left-alone", "orphan", "conflict-partner")
_FATES = (*_STATES, "already-synced", "adopted", "contested")


def tenant_schema() -> dict[str, Any]:
    """What becomes of the directory's objects in the tenant, and of the tenant's own."""
    changing = with_optional(
        object_of(),
        user_principal_name=TEXT_OR_NULL,
        primary_smtp=TEXT_OR_NULL,
        display_name=TEXT_OR_NULL,
        account_enabled=TRUTH_OR_NULL,
        mail_nickname=TEXT_OR_NULL,
        usage_location=TEXT_OR_NULL,
        **{detail.shown_as: TEXT_OR_NULL for detail in DETAILS},
    )
    partner = object_of(
        id=TEXT_OR_NULL, kind=_KINDS, user_principal_name=TEXT_OR_NULL, display_name=TEXT_OR_NULL
    )
    return object_of(
        complete=TRUTH,
        assumed=TEXTS,
        problems=TEXTS,
        switches=object_of(
            block_soft_match=TRUTH,
            block_takeover=TRUTH,
            soft_match_on_upn=TRUTH,
            bypass_mapping=TRUTH,
        ),
        sources=list_of(location=TEXT, form=TEXT, objects=COUNT),
        existing_errors=list_of(
            id=TEXT_OR_NULL, user_principal_name=TEXT, property=TEXT, value=TEXT
        ),
        by_outcome=COUNTS,
        outcomes=list_of(
            dn=TEXT,
            guid=TEXT_OR_NULL,
            kind=KIND,
            outcome={"enum": [outcome.value for outcome in Outcome]},
            severity={"enum": [*SEVERITIES, None]},
            partner=or_null(partner),
            attribute=TEXT_OR_NULL,
            value=TEXT_OR_NULL,
            reason=TEXT,
            error=TEXT_OR_NULL,
            probable=TRUTH,
            before=changing,
            after=changing,
            lost_addresses=TEXTS,
            password_replaced=TRUTH_OR_NULL,
        ),
        cloud_only=with_optional(
            object_of(
                objects=list_of(
                    state={"enum": list(_STATES)},
                    id=TEXT_OR_NULL,
                    kind=_KINDS,
                    user_principal_name=TEXT,
                    display_name=TEXT,
                )
            ),
            **dict.fromkeys(_FATES, COUNT),
        ),
    )
