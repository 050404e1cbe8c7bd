"""Makes a repair plan of what a scan found."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from readiness.cloud.outcome import Outcome
from readiness.directory.distinguished_name import domain_of
from readiness.directory.mail_address import fold, fold_proxy
from readiness.errors import UsageError
from readiness.model.finding import SUPPRESSED, Severity
from readiness.model.values import as_text
from readiness.remediation.making.alternatives import holder_choices, primary_choice
from readiness.remediation.making.draft import NAME, Draft, exact
from readiness.remediation.making.effects import IN_CLOUD, cloud_changes, effects_of
from readiness.remediation.making.entry_reader import ADDRESS, entries, kept
from readiness.remediation.making.ordering import in_stages
from readiness.remediation.making.repairs import repairs_of
from readiness.remediation.making.rules import covers
from readiness.remediation.making.settling import (
    holders_in_tenant,
    holders_of,
    settle,
    wanted_keys,
)
from readiness.remediation.repair_plan.change import (
    Advice,
    Change,
    Confidence,
    Decision,
    Edit,
    Provenance,
    RepairPlan,
    Stage,
    needed,
)
from readiness.remediation.repair_plan.permitted import (
    ATTRIBUTES,
    forbidden,
    out_of_scope,
    protection,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from readiness.advice.action_step import ActionStep
    from readiness.model.entry import Entry
    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result
    from readiness.remediation.making.alternatives import Choice
    from readiness.remediation.making.rules import Rules
    from readiness.remediation.making.settling import Holders
    from readiness.sources.source import Source

_GRADES = (Confidence.MECHANICAL, Confidence.DETERMINISTIC, Confidence.CHOICE)
"""From what hardly anybody would dispute to what somebody has to choose."""
_NO_GUID = "the source tells no objectGUID, so that no program could be sure to find it again"
_TWICE = "two objects of the sources have its objectGUID"


def make_plan(
    result: Result, sources: Callable[[], Iterable[Source]], rules: Rules, *, tool: str
) -> RepairPlan:
    """The plan; the sources are read twice more, and must be what they were in the scan.

    First, for what the objects hold that could be changed; then, for who else holds what they
    would get: so only what is changed has to be in memory.
    """
    making = _Making(result, rules)
    for entry in _entries(sources, rules, result):
        making.look_at(entry)
    drafts = making.finished_drafts()
    wanted = wanted_keys(drafts)
    holders = holders_of(wanted | making.shared_keys(), _entries(sources, rules, result))
    everybody = dict(holders)
    for key, others in holders_in_tenant(wanted, result).items():
        everybody[key] = [*everybody.get(key, ()), *others]
    refused = settle(drafts, everybody)
    changes = [*making.changes(drafts), *making.choices(drafts, holders)]
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
            tenant=tuple(one.location for one in result.tenant.export.sources)
            if result.tenant
            else (),
        ),
        # what was not read may hold a name or an address, too: then a person decides
        stages=_decided(stages, rules.accepted if result.is_complete else frozenset()),
        advice=tuple(sorted({*making.advice(drafts, changes), *refused}, key=_advice_order)),
    )


def _entries(
    sources: Callable[[], Iterable[Source]], rules: Rules, result: Result
) -> Iterator[Entry]:
    return entries(sources(), rules.plan, is_complete=result.is_complete)


class _Making:
    """The findings of a scan, and what is known of the objects that they are about."""

    def __init__(self, result: Result, rules: Rules) -> None:
        self._rules = rules
        self._steps = result.action_plan.steps
        self._synced = {
            row.guid for row in result.tenant_outcomes() if row.outcome == Outcome.ALREADY_SYNCED
        }
        only_step = _step_of(result, rules.step)
        self._findings: defaultdict[str, list[FindingRow]] = defaultdict(list)
        """Those that are to be mended, by the GUID of the object."""
        self._entries: dict[str, Entry] = {}
        self._drafts: dict[str, Draft] = {}
        self._advice: list[Advice] = []
        self._twice: set[str] = set()
        for finding in result.findings():
            if not finding.dn or finding.state == SUPPRESSED or not rules.is_below(finding.dn):
                continue
            is_ours = finding.attribute.lower() in ATTRIBUTES or finding.proposal is not None
            if not rules.wants(finding, only_step) or not (
                is_ours or finding.severity >= Severity.ERROR
            ):
                continue
            if finding.guid is not None:
                self._findings[finding.guid].append(finding)
            elif finding.proposal is not None:
                self._advice.append(Advice(finding.dn, finding.check, _NO_GUID))

    def look_at(self, entry: Entry) -> None:
        """Draft the changes of an object, if there are any."""
        guid = entry.guid
        if guid is None or not self._rules.is_below(entry.dn):
            return
        if guid in self._entries:
            self._twice.add(guid)
            return
        findings = self._findings.get(guid, [])
        repairs = repairs_of(entry, findings, self._rules)
        if not repairs and not findings:
            return
        entry = self._entries[guid] = kept(entry, self._rules.plan)
        if why := protection(entry) or out_of_scope(entry):
            checks = {finding.check for finding in findings if finding.proposal}
            self._advice += [Advice(entry.dn, check, _left_alone(why)) for check in checks]
            return
        draft = Draft(entry, guid, step=self._step(findings))
        self._drafts[guid] = draft
        for repair in repairs:
            new = tuple(one.value for one in repair.candidates if one.value is not None)
            old = () if repair.old is None else (repair.old,)
            if why := forbidden(Edit(repair.attribute, old, new)):
                self._advice += [
                    Advice(entry.dn, check, _left_alone(why)) for check in repair.checks
                ]
            else:
                draft.repairs.append(repair)

    def finished_drafts(self) -> list[Draft]:
        """The drafts of objects that are told apart by their GUIDs."""
        for guid in sorted(self._twice):
            draft = self._drafts.pop(guid, None)
            if draft:
                checks = {check for repair in draft.repairs for check in repair.checks}
                self._advice += [Advice(draft.entry.dn, check, _TWICE) for check in checks]
        return list(self._drafts.values())

    def shared_keys(self) -> set[tuple[str, str]]:
        """The addresses of which findings say that others hold them, too."""
        return {
            (ADDRESS, key)
            for guid, findings in self._findings.items()
            if guid in self._drafts
            for finding in findings
            if finding.related and finding.value and (key := fold_proxy(finding.value))
        }

    def changes(self, drafts: Iterable[Draft]) -> Iterator[Change]:
        """One change for each object that is still to be changed."""
        repaired = (draft for draft in drafts if draft.repairs)
        for number, draft in enumerate(repaired, start=1):
            yield self._change(draft, number)

    def choices(self, drafts: Sequence[Draft], holders: Holders) -> Iterator[Change]:
        """The alternatives, in groups of which at most one is taken."""
        touched = {
            draft.guid: {as_text(repair.old) for repair in draft.repairs if repair.old is not None}
            for draft in drafts
        }
        own = {draft.guid: draft.entry for draft in drafts}
        found: list[Choice] = [
            choice
            for draft in drafts
            if (
                choice := primary_choice(
                    draft.entry, draft.guid, self._findings[draft.guid], touched[draft.guid]
                )
            )
        ]
        found += holder_choices(own, self._findings, holders, touched)
        first = sum(1 for draft in drafts if draft.repairs) + 1
        for number, choice in enumerate(found, start=first):
            for at, alternative in enumerate(choice.alternatives):
                entry = own[alternative.guid]
                yield Change(
                    id=f"{number:04}-{at + 1}",
                    guid=alternative.guid,
                    dn=entry.dn,
                    object_class=entry.kind.value,
                    edits=alternative.edits,
                    confidence=Confidence.CHOICE,
                    checks=choice.checks,
                    reasons=choice.reasons,
                    effects=tuple(
                        dict.fromkeys((alternative.effect, *effects_of(entry, alternative.edits)))
                    ),
                    alternatives=f"{number:04}",
                    step=self._step(self._findings[alternative.guid]),
                    cloud=cloud_changes(entry, alternative.edits, self._rules.plan),
                )

    def advice(self, drafts: Iterable[Draft], changes: Iterable[Change]) -> Iterator[Advice]:
        """What no change of the plan mends."""
        yield from self._advice
        mended = {(change.guid, check) for change in changes for check in change.checks}
        for draft in drafts:
            for finding in self._findings.get(draft.guid, ()):
                if finding.severity >= Severity.ERROR and (draft.guid, finding.check) not in mended:
                    yield Advice(draft.entry.dn, finding.check, finding.message)

    def _change(self, draft: Draft, number: int) -> Change:
        edits = tuple(_edits(draft))
        repairs = draft.repairs
        confidence = max((one.chosen.confidence for one in repairs), key=_GRADES.index)
        effects = dict.fromkeys(effects_of(draft.entry, edits))
        is_rename = draft.guid in self._synced and any(
            edit.attribute.lower() == NAME for edit in edits
        )
        if is_rename:  # what follows in the cloud is a person's to weigh
            confidence = Confidence.CHOICE
            effects[IN_CLOUD] = None
        return Change(
            id=f"{number:04}",
            guid=draft.guid,
            dn=draft.entry.dn,
            object_class=draft.entry.kind.value,
            edits=edits,
            confidence=confidence,
            checks=tuple(dict.fromkeys(check for one in repairs for check in one.checks)),
            reasons=tuple(
                dict.fromkeys(
                    f"{one.attribute} {reason}" for one in repairs for reason in one.reasons
                )
            ),
            effects=tuple(effects),
            renames_in_cloud=is_rename,
            step=draft.step,
            cloud=cloud_changes(draft.entry, edits, self._rules.plan),
        )

    def _step(self, findings: Iterable[FindingRow]) -> int | None:
        steps = (
            step.step for step in self._steps if any(covers(step, finding) for finding in findings)
        )
        return next(steps, None)


def _step_of(result: Result, number: int | None) -> ActionStep | None:
    """The step of the action plan that has a number; None for none.

    Raises:
        UsageError: the action plan has no such step.
    """
    steps = result.action_plan.steps
    if number is None or 1 <= number <= len(steps):
        return None if number is None else steps[number - 1]
    has = f"has steps 1 to {len(steps)}" if steps else "has no steps"
    raise UsageError(f"--step {number}: the action plan {has}")


def _edits(draft: Draft) -> Iterator[Edit]:
    """The repairs of an object by attribute."""
    for name in dict.fromkeys(repair.attribute for repair in draft.repairs):
        of_attribute = [repair for repair in draft.repairs if repair.attribute == name]
        removed = [repair.old for repair in of_attribute if repair.old is not None]
        added = [one.chosen.value for one in of_attribute if one.chosen.value is not None]
        held = {as_text(one): exact(one) for one in draft.entry.values(name)}
        staying = [one for one in held if one not in map(as_text, removed)]
        # a server that is told to delete a value may take another one that differs in letter case
        # alone: so both go, and the one that stays comes again
        folded = {fold(as_text(one)) for one in removed}
        # an address that is promoted is held already, as a secondary one, in whose place it comes
        coming = {fold(as_text(one)): as_text(one) for one in added}
        promoted = [one for one in staying if coming.get(fold(one), one) != one]
        twins = [one for one in staying if fold(one) in folded and one not in promoted]
        removed += [held[one] for one in (*twins, *promoted)]
        new = [one for one in dict.fromkeys((*added, *twins)) if one in twins or one not in staying]
        yield Edit(name, tuple(removed), tuple(new))


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


def _left_alone(why: str) -> str:
    return f"change it yourself, if at all: {why}"


def _advice_order(advice: Advice) -> tuple[str, str, str]:
    return advice.dn.lower(), advice.check, advice.text
