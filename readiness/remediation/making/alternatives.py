"""Repairs of which a person has to choose one: which address stays the primary, and who keeps it.

None of them is ever decided in advance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.directory.addresses.mail_address import fold_proxy, is_smtp, split_proxy
from readiness.model.values import as_text
from readiness.remediation.making.draft import exact
from readiness.remediation.making.entry_reader import ADDRESS
from readiness.remediation.repair_plan.change import Edit
from readiness.remediation.repair_plan.permitted import forbidden

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from readiness.model.entry import Entry
    from readiness.model.finding import FindingRow
    from readiness.remediation.making.entry_reader import Key
    from readiness.remediation.making.settling import Holder
    from readiness.remediation.repair_plan.change import Value

_PROXIES = "proxyAddresses"
_TWO = 2


class Alternative(NamedTuple):
    """One of the ways to settle something."""

    guid: str
    edits: tuple[Edit, ...]
    effect: str


class Choice(NamedTuple):
    """Ways to settle one thing, of which at most one is taken."""

    checks: tuple[str, ...]
    reasons: tuple[str, ...]
    alternatives: tuple[Alternative, ...]


def primary_choice(
    entry: Entry, guid: str, findings: Sequence[FindingRow], touched: set[str]
) -> Choice | None:
    """Which of several primary addresses stays one; the others become secondary ones.

    `touched` are the addresses that other changes of the object are about.
    """
    primary = [
        exact(value)
        for value in entry.values(_PROXIES)
        if split_proxy(as_text(exact(value)))[0] == "SMTP"
    ]
    about = [
        finding for finding in findings if finding.attribute == _PROXIES and finding.value is None
    ]
    is_mixed = any(as_text(value) in touched for value in primary)
    if len(primary) < _TWO or not about or is_mixed:
        return None
    every = [exact(value) for value in entry.values(_PROXIES)]
    alternatives = []
    for stays in primary:
        demoted = [value for value in primary if value != stays]
        # the same addresses in other letters: no mail is lost, whichever is chosen
        edit = Edit(_PROXIES, tuple(demoted), tuple(_secondary(value) for value in demoted))
        if not set(edit.add) & set(every):
            effect = f"mail is sent from {split_proxy(as_text(stays))[1]}"
            alternatives.append(Alternative(guid, (edit,), effect))
    return _choice(about, alternatives)


def holder_choices(
    entries: Mapping[str, Entry],
    findings: Mapping[str, Sequence[FindingRow]],
    holders: Mapping[Key, Sequence[Holder]],
    touched: Mapping[str, set[str]],
) -> Iterator[Choice]:
    """Who keeps an address that two objects hold: the other one, if it is a secondary one there.

    Where three hold one, or it is somebody's only address, no single change settles the matter.
    """
    for key in sorted(holders):
        who = holders[key]
        if key[0] != ADDRESS or len(who) != _TWO:
            continue
        about: list[FindingRow] = []
        alternatives: list[Alternative] = []
        for holder, other in (who, who[::-1]):
            entry = entries.get(holder.guid)
            if entry is None:
                continue
            about += [
                finding
                for finding in findings.get(holder.guid, ())
                if finding.related and finding.value and fold_proxy(finding.value) == key[1]
            ]
            edit = _dropped(entry, key[1])
            if edit and not touched.get(holder.guid, set()) & {
                as_text(value) for value in edit.remove
            }:
                effect = f"{key[1]} stays with {other.dn} alone"
                alternatives.append(Alternative(holder.guid, (edit,), effect))
        if about and (choice := _choice(about, alternatives)):
            yield choice


def _dropped(entry: Entry, address: str) -> Edit | None:
    """The edit with which an object gives up an address; None where it cannot."""
    values = [exact(value) for value in entry.values(_PROXIES)]
    same = [value for value in values if fold_proxy(as_text(value)) == address]
    others = [value for value in values if is_smtp(as_text(value)) and value not in same]
    in_use = {
        fold_proxy(value)
        for name in ("mail", "targetAddress", "userPrincipalName")
        for value in entry.all(name)
    }
    is_primary = any(split_proxy(as_text(value))[0] == "SMTP" for value in same)
    edit = Edit(_PROXIES, remove=tuple(same))
    # who gives up the last address, or one that is in use elsewhere, would be worse off than before
    if not same or not others or is_primary or address in in_use or forbidden(edit):
        return None
    return edit


def _secondary(value: Value) -> str:
    return f"smtp:{split_proxy(as_text(value))[1]}"


def _choice(about: Sequence[FindingRow], alternatives: Sequence[Alternative]) -> Choice | None:
    if not alternatives:
        return None
    checks = tuple(dict.fromkeys(finding.check for finding in about))
    reasons = tuple(dict.fromkeys(finding.message for finding in about))
    return Choice(checks, reasons, tuple(alternatives))
