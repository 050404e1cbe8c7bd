"""Which tool can synchronise what the directory shows: Entra Connect, or Cloud Sync.

https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/connect-to-cloud-sync-decision-guide
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.advice.section import Section
from readiness.advice.statistics import GROUP_MAX
from readiness.model.entry import USERS, Kind
from readiness.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from readiness.model.counts import Counts
    from readiness.model.plan import Plan, SyncTool

_DOMAIN_MAX = 150_000
"""The objects of a domain that Cloud Sync takes."""
_WIZARD_MAX = 2000
"""The objects up to which Microsoft's wizard moves a running Entra Connect to Cloud Sync.

https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/migrate-connect-sync-cloud-sync-tool
"""
_NAMES: dict[SyncTool, str] = {"connect-sync": "Entra Connect", "cloud-sync": "Cloud Sync"}
# https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-prerequisites
_OLDEST = (
    " Entra Connect must be 2.5.79.0 or newer: older ones ceased to work on 30 September 2026."
)


@dataclass(frozen=True)
class ToolFact:
    """What the directory or the plan shows, and what each tool makes of it."""

    subject: str
    number: int | None
    """How many objects or domains it concerns; None where it is a matter of the plan."""
    connect_sync: str
    cloud_sync: str
    is_beyond_cloud_sync: bool
    """Whether Cloud Sync does not do it."""
    stops_wizard: bool = False
    """Whether Microsoft's wizard refuses to move a running Entra Connect because of it."""


@dataclass(frozen=True)
class ToolAdvice:
    """Which tool to choose, and why."""

    planned: SyncTool | None
    recommended: SyncTool | None
    reason: str
    migration: str
    """Whether a running Entra Connect can be moved to Cloud Sync."""
    facts: tuple[ToolFact, ...]


def advise(plan: Plan, counts: Counts) -> ToolAdvice:
    """The advice for the objects in scope."""
    objects = sum(counts.in_scope.values())
    facts = tuple(_facts(plan, counts, objects))
    if not sum(counts.in_scope.get(kind, 0) for kind in USERS):
        return ToolAdvice(plan.sync_tool, None, "No user is in scope.", "", facts)
    beyond = [fact.subject for fact in facts if fact.is_beyond_cloud_sync]
    recommended: SyncTool = "connect-sync" if beyond else "cloud-sync"
    reason = (
        f"Cloud Sync does not do all that is needed here: {'; '.join(beyond)}."
        if beyond
        else "Cloud Sync does all that these objects ask for, and is what Microsoft develops."
    )
    if recommended == "connect-sync" or plan.sync_tool == "connect-sync":
        reason += _OLDEST
    return ToolAdvice(plan.sync_tool, recommended, reason, _migration(facts, objects), facts)


def section(advice: ToolAdvice) -> Section:
    """The advice as a table."""
    planned = (
        f"{_NAMES[advice.planned]} is planned." if advice.planned else "No tool is planned yet."
    )
    recommended = f" Recommended: {_NAMES[advice.recommended]}." if advice.recommended else ""
    return Section(
        "sync-tool",
        "Synchronisation tool",
        f"{planned}{recommended} {advice.reason} {advice.migration}".strip(),
        ("What there is", "Number", *_NAMES.values()),
        [(fact.subject, fact.number, fact.connect_sync, fact.cloud_sync) for fact in advice.facts],
    )


def _facts(plan: Plan, counts: Counts, objects: int) -> Iterator[ToolFact]:
    """What there is that tells the tools apart, or stops the wizard."""
    trees = len(list(_roots(counts.domains)))
    if trees > 1:
        yield ToolFact(
            "domain trees, as of several forests", trees,
            "Synchronises forests together, and joins what one person has in them",
            "Synchronises each forest by itself; a group has no members of another forest",
            # “once”: nobody is in two forests, so there is nothing to join
            # https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-custom#uniquely-identifying-your-users
            is_beyond_cloud_sync=plan.match_users != "once", stops_wizard=True,
        )  # fmt: skip
    if counts.linked:
        yield ToolFact(
            "objects whose account is in another forest", counts.linked,
            "Joins them with their accounts",
            "Does not merge the attributes of two objects",
            is_beyond_cloud_sync=True,
        )  # fmt: skip
    if computers := counts.in_scope.get(Kind.COMPUTER, 0):
        yield ToolFact(
            "computers for hybrid join", computers,
            "Synchronises them",
            "Synchronises them in a preview only (agent 1.1.1107 or newer)",
            is_beyond_cloud_sync=True, stops_wizard=True,
        )  # fmt: skip
    if (largest := max(counts.domains.values(), default=0)) > _DOMAIN_MAX:
        yield ToolFact(
            "objects in the largest domain", largest,
            "Has no limit for a domain",
            f"Takes {_DOMAIN_MAX:,} objects of a domain",
            is_beyond_cloud_sync=True,
        )  # fmt: skip
    if counts.large_groups:
        yield ToolFact(
            f"groups of more than {GROUP_MAX:,} members", counts.large_groups,
            "Takes fewer than 250,000 members",
            f"Takes {GROUP_MAX:,} members",
            is_beyond_cloud_sync=True,
        )  # fmt: skip
    yield from _planned_facts(plan)
    if objects > _WIZARD_MAX:
        yield ToolFact(
            "objects in scope", objects,
            "Takes them",
            "Takes them",
            is_beyond_cloud_sync=False, stops_wizard=True,
        )  # fmt: skip


def _planned_facts(plan: Plan) -> Iterator[ToolFact]:
    """What the plan asks for."""
    if plan.sign_in_attribute.lower() != "userprincipalname":
        yield ToolFact(
            "an alternate login ID", None,
            "Takes any attribute as the sign-in name",
            "Has no setting for it but a mapping of one's own",
            is_beyond_cloud_sync=False, stops_wizard=True,
        )  # fmt: skip
    if plan.source_anchor.lower() not in {"ms-ds-consistencyguid", "objectguid"}:
        yield ToolFact(
            "a source anchor of one's own", None,
            "Takes any attribute that suits",
            "Takes ms-DS-ConsistencyGuid or objectGUID, and leaves no choice",
            is_beyond_cloud_sync=True,
        )  # fmt: skip
    if plan.identity_model == "pass-through":
        yield ToolFact(
            "pass-through authentication", None,
            "Sets it up",
            "Cannot set it up; what is set up keeps working",
            is_beyond_cloud_sync=True,
        )  # fmt: skip


def _roots(domains: Mapping[str, int]) -> Iterator[str]:
    """The domains that are no sub-domain of another one."""
    for domain in domains:
        labels = domain.split(".")
        parents = (".".join(labels[at:]) for at in range(1, len(labels)))
        if not any(parent in domains for parent in parents):
            yield domain


def _migration(facts: tuple[ToolFact, ...], objects: int) -> str:
    stops = [
        f"{counted(objects, 'object')} in scope, and at most {_WIZARD_MAX:,} are moved"
        if fact.subject == "objects in scope"
        else fact.subject
        for fact in facts
        if fact.stops_wizard
    ]
    if not stops:
        return (
            "A running Entra Connect can be moved to Cloud Sync by Microsoft's wizard, unless it"
            " has rules of one's own, directory extensions or many containers."
        )
    return (
        "Microsoft's wizard does not move a running Entra Connect to Cloud Sync here; it stops at"
        f" {'; '.join(stops)}."
    )
