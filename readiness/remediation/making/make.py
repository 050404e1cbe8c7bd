"""Makes a repair plan of what a scan found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.directory.identifiers.distinguished_name import domain_of
from readiness.remediation.making.changes import changes_of, choices_of
from readiness.remediation.making.drafting import Drafting
from readiness.remediation.making.entry_reader import entries
from readiness.remediation.making.ordering import in_stages
from readiness.remediation.making.settling import (
    holders_in_tenant,
    holders_of,
    settle,
    settled_by_others,
    unmet_wishes,
    wanted_keys,
)
from readiness.remediation.repair_plan.change import (
    Advice,
    Confidence,
    Decision,
    Provenance,
    RepairPlan,
    Stage,
    needed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from readiness.model.entry import Entry
    from readiness.pipeline.result import Result
    from readiness.remediation.making.rules import Rules
    from readiness.sources.source import Source


def make_plan(
    result: Result, sources: Callable[[], Iterable[Source]], rules: Rules, *, tool: str
) -> RepairPlan:
    """The plan; the sources are read twice more, and must be what they were in the scan.

    First, for what the objects hold that could be changed; then, for who else holds what they
    would get: so only what is changed has to be in memory.
    """
    drafting = Drafting(result, rules)
    for entry in _entries(sources, rules, result):
        drafting.look_at(entry)
    drafts = drafting.finished_drafts()
    wishes = drafting.wishes(drafts)
    wanted = wanted_keys(drafts, (name for _, _, name in wishes.values()))
    holders = holders_of(wanted | drafting.shared_keys(), _entries(sources, rules, result))
    everybody = dict(holders)
    for key, others in holders_in_tenant(wanted, result).items():
        everybody[key] = [*everybody.get(key, ()), *others]
    refused = [*unmet_wishes(wishes, everybody), *settle(drafts, everybody)]
    settled = set(settled_by_others(drafts, drafting.findings, holders))
    changes = [
        *changes_of(drafts, rules.plan),
        *choices_of(drafts, drafting.findings, holders, rules.plan),
    ]
    stages = in_stages(changes, _temporary_domain(rules))
    return RepairPlan(
        tool=tool,
        created=f"{rules.plan.now:%Y-%m-%dT%H:%M:%SZ}",
        provenance=Provenance(
            tuple(source.location for source in result.sources),
            tuple(sorted({domain_of(change.dn).lower() for change in changes})),
            result.counts.entries,
            tuple(rules.plan.verified_domains),
            is_complete=result.is_complete,
            tenant=tuple(source.location for source in result.tenant.export.sources)
            if result.tenant
            else (),
        ),
        # what was not read may hold a name or an address, too: then a person decides
        stages=_decided(stages, rules.accepted if result.is_complete else frozenset()),
        advice=tuple(
            sorted(set(drafting.advice(drafts, changes, refused, settled)), key=_advice_order)
        ),
    )


def _entries(
    sources: Callable[[], Iterable[Source]], rules: Rules, result: Result
) -> Iterator[Entry]:
    return entries(sources(), rules.plan, is_complete=result.is_complete)


def _decided(stages: Iterable[Stage], in_advance: AbstractSet[Confidence]) -> tuple[Stage, ...]:
    """The stages with what was accepted in advance: a change, and all that must be made before."""
    stages = tuple(stages)
    changes = {change.id: change for stage in stages for change in stage.changes}
    accepted = {
        name
        for name, change in changes.items()
        if change.confidence in in_advance and not change.alternatives
    }
    # taking one back may leave another without what it needs, so this goes on until nothing changes
    while held_back := {name for name in accepted if not needed(changes[name]) <= accepted}:
        accepted -= held_back
    decisions = dict.fromkeys(accepted, Decision.APPLY)
    return tuple(stage.decided(decisions) for stage in stages)


def _temporary_domain(rules: Rules) -> str:
    """The domain of names that are only held between two changes."""
    given = rules.plan.verified_domains
    return given[0] if given else rules.plan.initial_domain or "invalid"


def _advice_order(advice: Advice) -> tuple[str, str, str]:
    return advice.dn.lower(), advice.check, advice.text
