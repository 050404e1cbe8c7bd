"""Which attribute should become the source anchor, and what speaks for and against the others.

https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.advice.candidates import Candidate, of_guid, of_text, verb, weights_of
from readiness.advice.section import Section
from readiness.advice.statistics import of_anchor, text_anchors
from readiness.directory.source_anchor import CONSISTENCY_GUID, OBJECT_GUID, WEIGHT_LIMIT
from readiness.gating.gate import counted
from readiness.model.entry import USERS

if TYPE_CHECKING:
    from readiness.model.counts import Counts
    from readiness.model.plan import Plan

CONSISTENCY = "ms-DS-ConsistencyGuid"
"""The attribute as Microsoft's pages and the plan write it."""


@dataclass(frozen=True)
class AnchorAdvice:
    """The recommended source anchor, and the candidates side by side."""

    users: int
    planned: str
    recommended: str | None
    """None where there is nothing to anchor."""
    reason: str
    express: str | None
    """What Express setup of Entra Connect would choose on its own; None with Cloud Sync."""
    express_reason: str
    objects_with_consistency_guid: int
    """Objects of every kind, in scope or not, that have a ms-DS-ConsistencyGuid already."""
    own: int
    """The users in scope whose ms-DS-ConsistencyGuid is their objectGUID."""
    foreign: int
    """The users in scope whose ms-DS-ConsistencyGuid is something else."""
    candidates: tuple[Candidate, ...]


def advise(plan: Plan, counts: Counts) -> AnchorAdvice:
    """The advice for the users in scope."""
    users = sum(counts.in_scope.get(kind, 0) for kind in USERS)
    noted = counts.noted
    absent = noted.get(of_anchor(OBJECT_GUID, "absent"), 0)
    object_guid = of_guid(OBJECT_GUID, noted, users - absent)
    consistency = of_guid(CONSISTENCY, noted, sum(weights_of(CONSISTENCY, noted).values()))
    texts = tuple(of_text(name, noted) for name in text_anchors(plan))
    preset = noted.get(of_anchor(CONSISTENCY_GUID, "set"), 0)
    foreign = noted.get(of_anchor(CONSISTENCY_GUID, "foreign"), 0)
    planned = next((one for one in texts if one.attribute == plan.source_anchor), None)
    recommended, reason = _recommended(plan, users, planned, consistency, foreign)
    express, express_reason = _express(plan, preset)
    return AnchorAdvice(
        users,
        plan.source_anchor,
        recommended,
        reason,
        express,
        express_reason,
        preset,
        noted.get(of_anchor(CONSISTENCY_GUID, "own"), 0),
        foreign,
        (consistency, object_guid, *texts),
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
                one.attribute,
                one.users_with_value,
                {"part": one.users_with_value, "of": advice.users},
                one.shared_values,
                one.longest,
                one.too_long,
                one.forbidden,
                one.case_twins,
                one.names,
            )
            for one in advice.candidates
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


def _express(plan: Plan, preset: int) -> tuple[str | None, str]:
    """What the setup of Entra Connect chooses if it is left to it, and why."""
    if plan.sync_tool == "cloud-sync":
        return None, "Cloud Sync has no setting for it."
    if not preset:
        return CONSISTENCY, (
            "Express setup of Entra Connect would choose ms-DS-ConsistencyGuid, since no object"
            " that was read has a value there."
        )
    return OBJECT_GUID, (
        f"Express setup of Entra Connect would fall back to objectGUID, since"
        f" {counted(preset, 'object')} {verb(preset, 'has', 'have')} a ms-DS-ConsistencyGuid; a"
        " tenant that remembers the anchor of an earlier installation keeps that."
    )
