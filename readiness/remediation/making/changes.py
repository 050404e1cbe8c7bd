"""From drafts whose values are settled to the changes of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.directory.addresses.mail_address import fold
from readiness.directory.objects.delicate_account import sign_of_privilege, sign_of_service
from readiness.model.values import as_text, visible
from readiness.remediation.making.alternatives import holder_choices, primary_choice
from readiness.remediation.making.draft import NAME, exact
from readiness.remediation.making.effects import IN_CLOUD, cloud_changes, effects_of
from readiness.remediation.repair_plan.change import Change, Confidence, Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from readiness.model.entry import Entry
    from readiness.model.finding import FindingRow
    from readiness.model.plan import Plan
    from readiness.remediation.making.draft import Draft, Repair
    from readiness.remediation.making.settling import Holders

_GRADES = (Confidence.MECHANICAL, Confidence.DETERMINISTIC, Confidence.CHOICE)
"""From what hardly anybody would dispute to what somebody has to choose."""


def changes_of(drafts: Iterable[Draft], plan: Plan) -> Iterator[Change]:
    """One change for each object that is to be changed."""
    repaired = (draft for draft in drafts if draft.repairs)
    for number, draft in enumerate(repaired, start=1):
        yield _change(draft, number, plan)


def choices_of(
    drafts: Sequence[Draft],
    findings: Mapping[str, Sequence[FindingRow]],
    holders: Holders,
    plan: Plan,
) -> Iterator[Change]:
    """The alternatives, in groups of which at most one is taken, numbered after the changes.

    `findings` are those of each object, by its GUID.
    """
    touched = {
        draft.guid: {as_text(repair.old) for repair in draft.repairs if repair.old is not None}
        for draft in drafts
    }
    own = {draft.guid: draft for draft in drafts}
    found = [
        choice
        for guid, draft in own.items()
        if (choice := primary_choice(draft.entry, guid, findings.get(guid, ()), touched[guid]))
    ]
    entries = {guid: draft.entry for guid, draft in own.items()}
    found += holder_choices(entries, findings, holders, touched)
    first = sum(1 for draft in drafts if draft.repairs) + 1
    for number, choice in enumerate(found, start=first):
        for at, alternative in enumerate(choice.alternatives, start=1):
            draft = own[alternative.guid]
            effects = (alternative.effect, *effects_of(draft.entry, alternative.edits))
            yield Change(
                id=f"{number:04}-{at}",
                guid=draft.guid,
                dn=draft.entry.dn,
                object_class=draft.entry.kind.value,
                edits=alternative.edits,
                confidence=Confidence.CHOICE,
                checks=choice.checks,
                reasons=choice.reasons,
                effects=tuple(dict.fromkeys(effects)),
                alternatives=f"{number:04}",
                step=draft.step,
                cloud=cloud_changes(draft.entry, alternative.edits, plan),
            )


def _change(draft: Draft, number: int, plan: Plan) -> Change:
    edits = tuple(_edits(draft))
    repairs = draft.repairs
    confidence = max((repair.chosen.confidence for repair in repairs), key=_GRADES.index)
    effects = dict.fromkeys((*effects_of(draft.entry, edits), *draft.helps))
    is_renamed = any(edit.attribute.lower() == NAME for edit in edits)
    warning = _of_delicate(draft.entry) if is_renamed else ""
    if warning:  # nobody but who runs it knows where its name is written down
        confidence = Confidence.CHOICE
    renames_in_cloud = is_renamed and draft.is_synced
    if renames_in_cloud:  # what follows in the cloud is a person's to weigh
        confidence = Confidence.CHOICE
        effects[IN_CLOUD] = None
    return Change(
        id=f"{number:04}",
        guid=draft.guid,
        dn=draft.entry.dn,
        object_class=draft.entry.kind.value,
        edits=edits,
        confidence=confidence,
        checks=tuple(dict.fromkeys(check for repair in repairs for check in repair.checks)),
        reasons=tuple(dict.fromkeys(filter(None, (warning, *_reasons(repairs))))),
        effects=tuple(effects),
        renames_in_cloud=renames_in_cloud,
        step=draft.step,
        cloud=cloud_changes(draft.entry, edits, plan),
    )


def _reasons(repairs: Iterable[Repair]) -> Iterator[str]:
    for repair in repairs:
        yield from (f"{repair.attribute} {reason}" for reason in repair.reasons)


def _of_delicate(entry: Entry) -> str:
    """What to think of before an account of a service or of an administrator is renamed."""
    if sign := sign_of_service(entry):
        return (
            f"a service seems to run under this account ({sign.attribute}"
            f" “{visible(sign.value)}” {sign.says}): what signs in with its old name"
            " needs the new one in its settings; it had better not be synchronised at all"
        )
    if sign := sign_of_privilege(entry):
        return (
            f"it administers the domain ({sign.attribute} is “{visible(sign.value)}”): it had"
            " better not be synchronised at all"
        )
    return ""


def _edits(draft: Draft) -> Iterator[Edit]:
    """The repairs of an object by attribute."""
    for name in dict.fromkeys(repair.attribute for repair in draft.repairs):
        of_attribute = [repair for repair in draft.repairs if repair.attribute == name]
        removed = [repair.old for repair in of_attribute if repair.old is not None]
        added = [repair.chosen.value for repair in of_attribute if repair.chosen.value is not None]
        held = {as_text(value): exact(value) for value in draft.entry.values(name)}
        staying = [value for value in held if value not in map(as_text, removed)]
        # a server that is told to delete a value may take another one that differs in letter case
        # alone: so both go, and the one that stays comes again
        folded = {fold(as_text(value)) for value in removed}
        # an address that is promoted is held already, as a secondary one, in whose place it comes
        coming = {fold(as_text(value)): as_text(value) for value in added}
        promoted = [value for value in staying if coming.get(fold(value), value) != value]
        twins = [value for value in staying if fold(value) in folded and value not in promoted]
        removed += [held[value] for value in (*twins, *promoted)]
        new = [
            value
            for value in dict.fromkeys((*added, *twins))
            if value in twins or value not in staying
        ]
        yield Edit(name, tuple(removed), tuple(new))
