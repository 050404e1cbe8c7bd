"""Which attribute should become the source anchor, and what speaks for and against the others.

https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from readiness.advice.choices.candidates import Candidate, candidate_of
from readiness.advice.section import Section
from readiness.advice.statistics import text_anchors
from readiness.directory.identifiers.source_anchor import (
    CONSISTENCY_GUID,
    OBJECT_GUID,
    WEIGHT_LIMIT,
)
from readiness.model.entry import USERS
from readiness.model.wording import counted, verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readiness.checking.outcome import CheckOutcome
    from readiness.model.counts import Counts
    from readiness.model.plan import Plan

CONSISTENCY = "ms-DS-ConsistencyGuid"
"""The attribute as Microsoft's pages and the plan write it; its schema has a small first letter."""


@dataclass(frozen=True)
class AnchorAdvice:
    """The recommended source anchor, and the candidates side by side."""

    users: int
    planned: str
    recommended: str | None
    """None where there is nothing to anchor."""
    reason: str
    express: str | None
    """What Express setup of Entra Connect would choose on its own; None with Cloud Sync, and where
    the export does not tell."""
    express_reason: str
    objects_with_consistency_guid: int
    """Objects of every kind, in scope or not, that have a ms-DS-ConsistencyGuid already."""
    own: int
    """The users in scope whose ms-DS-ConsistencyGuid is their objectGUID."""
    foreign: int
    """The users in scope whose ms-DS-ConsistencyGuid is something else."""
    candidates: tuple[Candidate, ...]


def advise(plan: Plan, counts: Counts, checks: Sequence[CheckOutcome]) -> AnchorAdvice:
    """The advice for the users in scope."""
    users = sum(counts.in_scope.get(kind, 0) for kind in USERS)
    object_guid = candidate_of(OBJECT_GUID, counts, is_text=False)
    consistency = candidate_of(CONSISTENCY_GUID, counts, is_text=False)
    texts = [candidate_of(name, counts, is_text=True) for name in text_anchors(plan)]
    planned = next((text for text in texts if text.attribute == plan.source_anchor), None)
    foreign = consistency.users_with_value - counts.own_consistency_guids
    recommended, reason = _recommended(plan, users, planned, consistency, foreign)
    lacks_attributes = any(check.status_reason == "attribute-missing" for check in checks)
    express, express_reason = _express(
        plan, counts.consistency_guids, is_whole=not lacks_attributes
    )
    return AnchorAdvice(
        users,
        plan.source_anchor,
        recommended,
        reason,
        express,
        express_reason,
        counts.consistency_guids,
        counts.own_consistency_guids,
        foreign,
        (replace(consistency, attribute=CONSISTENCY), object_guid, *texts),
    )


def section(advice: AnchorAdvice) -> Section:
    """The advice as a table."""
    recommended = f"Recommended: {advice.recommended}. " if advice.recommended else ""
    return Section(
        "source-anchor",
        "Source anchor",
        f"{recommended}{advice.reason} {advice.express_reason} The anchor ties a user to its twin"
        " in the cloud for life, so it must be there, be unique and never change.",
        (
            "Attribute",
            "Users with a value",
            "Share",
            "Values that users share",
            f"Longest (fewer than {WEIGHT_LIMIT})",
            "Too long",
            "With a forbidden character",
            "That differ only in case",
            "That repeat a name",
        ),
        [
            (
                candidate.attribute,
                candidate.users_with_value,
                {"part": candidate.users_with_value, "of": advice.users},
                candidate.shared_values,
                candidate.longest,
                candidate.too_long,
                candidate.forbidden,
                candidate.case_twins,
                candidate.names,
            )
            for candidate in advice.candidates
        ],
    )


def _recommended(
    plan: Plan, users: int, planned: Candidate | None, consistency: Candidate, foreign: int
) -> tuple[str | None, str]:
    """The attribute to choose, and why."""
    if not users:
        return None, "No user is in scope, so there is nothing to anchor."
    if plan.sync_tool == "cloud-sync":
        # https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/reference-cloud-sync-faq
        return CONSISTENCY, (
            "Cloud Sync leaves no choice: it takes ms-DS-ConsistencyGuid where it is set, and"
            f" objectGUID elsewhere.{_repairs(consistency)}"
        )
    if planned:
        flaws = list(planned.flaws(users))
        if not flaws:
            return planned.attribute, (
                f"Every user has a unique {planned.attribute} that Entra ID takes; it is planned,"
                " and right if a value never changes and never passes to somebody else."
            )
        why = f"{planned.attribute} is planned, but {', '.join(flaws)}."
    else:
        why = (
            "It stays with a user who moves to another domain or forest, where objectGUID changes."
        )
    return CONSISTENCY, f"{why}{_origin(foreign)}{_repairs(consistency)}"


def _origin(foreign: int) -> str:
    if not foreign:
        return ""
    return (
        f" {counted(foreign, 'user')} {verb(foreign, 'has', 'have')} a value that is not the own"
        " objectGUID: keep it if it came with a migration; if another application uses the"
        " attribute, choose objectGUID."
    )


def _repairs(consistency: Candidate) -> str:
    wrong = list(consistency.flaws(consistency.users_with_value))
    return (
        f" Before the first synchronisation, correct what is there: {', '.join(wrong)}."
        if wrong
        else ""
    )


def _express(plan: Plan, held: int, *, is_whole: bool) -> tuple[str | None, str]:
    """What the setup of Entra Connect chooses if it is left to it, and why."""
    if plan.sync_tool == "cloud-sync":
        return None, "Cloud Sync has no setting for it."
    if not (held or is_whole):  # what nobody exported may well have a value
        return None, (
            "What Express setup of Entra Connect would choose is not known, since the export lacks"
            " attributes."
        )
    # of objects of any kind: Express setup only looks whether the attribute is in use
    if not held:
        return CONSISTENCY, (
            "Express setup of Entra Connect would choose ms-DS-ConsistencyGuid, since no object"
            " that was read has a value there."
        )
    return OBJECT_GUID, (
        f"Express setup of Entra Connect would fall back to objectGUID, since"
        f" {counted(held, 'object')} {verb(held, 'has', 'have')} a ms-DS-ConsistencyGuid; a"
        " tenant that remembers the anchor of an earlier installation keeps that."
    )
