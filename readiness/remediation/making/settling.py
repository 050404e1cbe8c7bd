"""Takes away what cannot be: values that somebody else holds and keeps, or that two would get."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.matching.outcome import ADOPTED, Outcome
from readiness.directory.addresses.mail_address import fold_proxy
from readiness.model.values import visible
from readiness.remediation.making.draft import NAME, keys_of_value
from readiness.remediation.making.entry_reader import ADDRESS, keys_of
from readiness.remediation.repair_plan.change import Advice
from readiness.tenant.object_store import ObjectStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from readiness.model.entry import Entry
    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result
    from readiness.remediation.making.draft import Draft, Repair
    from readiness.remediation.making.entry_reader import Key


_OWNING = (*ADOPTED, Outcome.ALREADY_SYNCED)


class Holder(NamedTuple):
    """An object that has a name or an address."""

    guid: str
    """Empty where nothing tells it."""
    dn: str


Holders = dict["Key", list[Holder]]


def holders_of(wanted: set[Key], entries: Iterable[Entry]) -> Holders:
    """Who holds what is wanted, among all objects of all sources, in scope or not."""
    found: defaultdict[Key, list[Holder]] = defaultdict(list)
    for entry in entries:
        keys = wanted.intersection(keys_of(entry))
        if keys:
            holder = Holder(entry.guid or "", entry.dn)
            for key in keys:
                if holder not in found[key]:
                    found[key].append(holder)
    return dict(found)


def holders_in_tenant(wanted: set[Key], result: Result) -> Holders:
    """Who holds what is wanted in the tenant, if an export of it was given.

    An object of the tenant that an object of the directory is, or becomes, stands for that.
    """
    if result.tenant is None:
        return {}
    owners = {
        row.partner.number: row.guid
        for row in result.tenant_outcomes()
        if row.partner and row.outcome in _OWNING
    }
    found: defaultdict[Key, list[Holder]] = defaultdict(list)
    for number, known in ObjectStore(result.tenant.export.folder):
        names = {known.user_principal_name.lower(), *known.smtp} - {""}
        keys = wanted.intersection((ADDRESS, name) for name in names)
        if keys and not known.is_deleted:
            holder = Holder(owners.get(number) or "", f"{known.name} in the tenant")
            for key in keys:
                found[key].append(holder)
    return dict(found)


def wanted_keys(drafts: Iterable[Draft], names: Iterable[str] = ()) -> set[Key]:
    """The names and addresses of all candidates, the chosen ones and the others.

    `names` are further sign-in names that somebody wants.
    """
    found = {key for name in names for key in keys_of_value(NAME, name, is_new=True)}
    for draft in drafts:
        for repair in draft.repairs:
            for candidate in repair.candidates:
                found.update(keys_of_value(repair.attribute, candidate.value, is_new=True))
    return found


def settle(drafts: Sequence[Draft], holders: Mapping[Key, Sequence[Holder]]) -> list[Advice]:
    """Leave each repair with a candidate that is free, or is freed by another repair.

    A candidate that is taken away may have been what frees another one, so this goes on until
    nothing changes; each round takes something away, so it ends.
    """
    refused: list[Advice] = []
    while True:
        offered: defaultdict[Key, dict[str, str]] = defaultdict(dict)
        for draft in drafts:
            for key in draft.takes():
                offered[key][draft.guid] = draft.entry.dn
        frees = {draft.guid: set(_freed(draft)) for draft in drafts}
        disputed = [
            (draft, repair, why)
            for draft in drafts
            for repair in draft.repairs
            if (why := _dispute(draft, repair, holders, offered, frees))
        ]
        if not disputed:
            return refused
        for draft, repair, why in disputed:
            value = repair.candidates.pop(0).value or ""
            if not repair.candidates:
                draft.repairs.remove(repair)
                check = repair.checks[0] if repair.checks else "suffix-map"
                refused.append(_refusal(draft, check, repair.attribute, value, why))


def _dispute(
    draft: Draft,
    repair: Repair,
    holders: Mapping[Key, Sequence[Holder]],
    offered: Mapping[Key, Mapping[str, str]],
    frees: Mapping[str, set[Key]],
) -> str:
    """Why an object cannot get the value of the chosen candidate; empty if it can."""
    for key in sorted(repair.takes()):
        for holder in holders.get(key, ()):
            if holder.guid == draft.guid:
                continue
            # without a GUID nobody knows whether a draft is about the holder
            if not holder.guid or key not in frees.get(holder.guid, ()):
                return _belongs_to(holder)
        # neither gets it: whoever came first in the export has no better right
        if others := [dn for guid, dn in offered[key].items() if guid != draft.guid]:
            return _claimed_by(others)
    return ""


def settled_by_others(
    drafts: Sequence[Draft],
    findings: Mapping[str, Sequence[FindingRow]],
    holders: Mapping[Key, Sequence[Holder]],
) -> Iterator[tuple[str, FindingRow]]:
    """The GUIDs and findings of objects that hold alone what all others give up; these are told.

    `findings` are those of each object, by its GUID.
    """
    by_guid = {draft.guid: draft for draft in drafts}
    frees = {draft.guid: set(_freed(draft)) for draft in drafts if draft.repairs}
    for draft in drafts:
        for finding in findings.get(draft.guid, ()):
            value = (finding.value or "") if finding.related else ""
            key = ADDRESS, (fold_proxy(value) or "") if "@" in value else ""
            others = [held for held in holders.get(key, ()) if held.guid != draft.guid]
            # who is met by another name, such as that of an account, keeps it
            is_told = set(finding.related) <= {held.dn for held in others}
            if not others or not is_told or key in frees.get(draft.guid, ()):
                continue
            if all(key in frees.get(held.guid, ()) for held in others):
                yield draft.guid, finding
                for held in others:
                    by_guid[held.guid].helps.append(f"{key[1]} stays with {draft.entry.dn} alone")


def unmet_wishes(
    wishes: Mapping[str, tuple[Draft, str, str]], holders: Mapping[Key, Sequence[Holder]]
) -> Iterator[Advice]:
    """Why people get no proposal whose names would only need the verified domain.

    `wishes` are by GUID the draft, the check that says that the name cannot stay, and the name.
    """
    claims: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for guid, (draft, _, name) in wishes.items():
        claims[name.lower()][guid] = draft.entry.dn
    for guid, (draft, check, name) in wishes.items():
        keys = sorted(keys_of_value(NAME, name, is_new=True))
        owners = [holder for key in keys for holder in holders.get(key, ()) if holder.guid != guid]
        others = [dn for other, dn in claims[name.lower()].items() if other != guid]
        if owners or others:
            why = _belongs_to(owners[0]) if owners else _claimed_by(others)
            yield _refusal(draft, check, "userPrincipalName", name, why)


def _belongs_to(holder: Holder) -> str:
    return f"it belongs to {visible(holder.dn)}: choose another one, or free it there first"


def _claimed_by(others: Sequence[str]) -> str:
    more = f" and {len(others) - 1:,} more" if len(others) > 1 else ""
    return f"{visible(others[0])}{more} would get it, too: decide who does, and rename the other"


def _refusal(draft: Draft, check: str, attribute: str, value: str, why: str) -> Advice:
    text = f"“{visible(value)}” would be right for {attribute}, but {why}"
    return Advice(draft.entry.dn, check, text)


def _freed(draft: Draft) -> Iterator[Key]:
    """What the object will not hold any more in any attribute."""
    left = {key for repair in draft.repairs for key in repair.leaves()}
    if not left:
        return
    replaced = {
        (repair.attribute.lower(), repair.old if isinstance(repair.old, str) else None)
        for repair in draft.repairs
    }
    # the same address may stand in another attribute, and is only free when it is gone there, too
    kept = set(draft.takes())
    for name in ("userPrincipalName", "mail", "proxyAddresses", "targetAddress"):
        for value in draft.entry.all(name):
            if (name.lower(), value) not in replaced:
                kept |= set(keys_of_value(name, value, is_new=False))
    yield from left - kept
