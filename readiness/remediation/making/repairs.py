"""From the findings about an object to what could be changed of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readiness.directory.addresses import user_principal_name
from readiness.directory.addresses.mail_address import fold_proxy, split_proxy
from readiness.directory.addresses.respelling import core
from readiness.model.entry import USERS
from readiness.model.finding import Severity
from readiness.model.values import as_text
from readiness.remediation.making.confidence import confidence_of
from readiness.remediation.making.draft import Candidate, Repair, exact
from readiness.remediation.repair_plan.change import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from readiness.model.entry import Entry
    from readiness.model.finding import FindingRow
    from readiness.remediation.making.rules import Rules
    from readiness.remediation.repair_plan.change import Value

_PLAIN_NAME = re.compile(user_principal_name.PLAIN)
_NAME, _PROXIES, _LOCATION = "userPrincipalName", "proxyAddresses", "msExchUsageLocation"
_LISTS = (_PROXIES, "postOfficeBox")


def repairs_of(entry: Entry, findings: Sequence[FindingRow], rules: Rules) -> list[Repair]:
    """What could be changed, given the findings that are to be mended."""
    by_attribute: dict[str, list[FindingRow]] = {}
    for finding in findings:
        by_attribute.setdefault(finding.attribute, []).append(finding)
    # addresses first: a mail address, and a name, follow what becomes of them
    found = list(_of_addresses(entry, by_attribute.pop(_PROXIES, []), rules))
    moved = {
        fold_proxy(as_text(repair.old)): split_proxy(repair.chosen.value)[1]
        for repair in found
        if repair.old is not None and repair.chosen.value is not None
    }
    if entry.kind in USERS:
        found += _of_name(entry, by_attribute.pop(_NAME, []), rules)
        found += _of_location(entry, by_attribute.get(_LOCATION, []), rules)
    for attribute, of_attribute in by_attribute.items():
        if attribute in _LISTS:
            found += _value_by_value(entry, attribute, of_attribute, rules)
        else:
            found += _of_single(entry, attribute, of_attribute, rules, moved)
    return [repair for repair in found if repair.candidates]


def _of_name(entry: Entry, findings: Sequence[FindingRow], rules: Rules) -> Iterator[Repair]:
    """The sign-in name: the primary address, the mapped suffix, or what a check proposes.

    A name that is right, but is not the primary address, is left to what its check proposes.
    """
    values = entry.values(_NAME)
    if len(values) > 1:  # no directory has that: the export is damaged
        return
    old = exact(values[0]) if values else None
    proposals = [finding.proposal for finding in findings if finding.proposal]
    domain = _text(old).strip().rpartition("@")[2].lower()
    target = rules.suffix_map.get(domain)
    if not findings and (target is None or rules.is_filtered):
        return
    wanted: list[str] = []
    if any(finding.severity >= Severity.ERROR for finding in findings) or target:
        wanted += _primary(entry)
    if target:
        local = (proposals or [_text(old)])[0].rpartition("@")[0]
        wanted.append(f"{local}@{target}")
    wanted = [
        name
        for name in wanted
        if _PLAIN_NAME.fullmatch(name) and rules.lists(name.rpartition("@")[2])
    ]
    reasons = ("its suffix is to be another one",) if not findings else ()
    # what only takes away what hides leaves people the name that they know
    mechanical = [proposal for proposal in proposals if core(proposal) == core(_text(old))]
    names = [*mechanical, *wanted, *proposals]
    yield _repair(entry, _NAME, old, names, findings, rules=rules, reasons=reasons)


def _primary(entry: Entry) -> list[str]:
    """The primary mail address, spelt as it is; none where there are several."""
    values = entry.all(_PROXIES)
    if not any(split_proxy(value)[0].upper() == "SMTP" for value in values):
        return [mail.strip() for mail in entry.all("mail")[:1]]
    found = [address for kind, address in map(split_proxy, values) if kind == "SMTP"]
    return found if len(found) == 1 else []


def _of_location(entry: Entry, findings: Sequence[FindingRow], rules: Rules) -> Iterator[Repair]:
    """The usage location from the country, where it has none and the map knows one."""
    location = rules.location_map.get((entry.first("c") or "").strip().upper())
    if location and not entry.has(_LOCATION) and not findings and not rules.is_filtered:
        candidate = Candidate(location, Confidence.DETERMINISTIC)
        reasons = ("has a country, and no usage location for licences",)
        yield Repair(_LOCATION, None, [candidate], reasons=reasons)


def _of_single(
    entry: Entry,
    attribute: str,
    findings: Sequence[FindingRow],
    rules: Rules,
    moved: dict[str | None, str],
) -> Iterator[Repair]:
    """A value of an attribute that has only one."""
    values = entry.values(attribute)
    if len(values) > 1:
        return
    old = exact(values[0]) if values else None
    proposals = [finding.proposal for finding in findings if finding.proposal]
    if attribute == "mail":
        # an address that is mended in this plan is not copied as it was
        proposals = [moved.get(fold_proxy(proposal), proposal) for proposal in proposals]
        target = rules.suffix_map.get(_text(old).strip().rpartition("@")[2].lower())
        if target and proposals:
            proposals.insert(0, f"{proposals[0].rpartition('@')[0]}@{target}")
        elif old is None and not proposals:
            listed = [
                address for address in _primary(entry) if rules.lists(address.rpartition("@")[2])
            ]
            proposals = listed if entry.has(_PROXIES) else []
    yield _repair(entry, attribute, old, proposals, findings, rules=rules)


def _of_addresses(entry: Entry, findings: Sequence[FindingRow], rules: Rules) -> Iterator[Repair]:
    """The proxy addresses: each that has a proposal, and those that repeat another one."""
    if not findings:
        return
    found = list(_value_by_value(entry, _PROXIES, findings, rules))
    found += _promotion(entry, findings, rules, found)
    yield from found
    yield from _repeated(entry, findings, found)


def _value_by_value(
    entry: Entry, attribute: str, findings: Sequence[FindingRow], rules: Rules
) -> Iterator[Repair]:
    by_value: dict[str | None, list[FindingRow]] = {}
    for finding in findings:
        by_value.setdefault(finding.value, []).append(finding)
    held = {as_text(exact(value)): exact(value) for value in entry.values(attribute)}
    for value, of_value in by_value.items():
        proposals = [finding.proposal for finding in of_value if finding.proposal]
        if proposals and (value is None or value in held):
            old = None if value is None else held[value]
            yield _repair(entry, attribute, old, proposals[:1], of_value, rules=rules)


def _promotion(
    entry: Entry, findings: Sequence[FindingRow], rules: Rules, found: Sequence[Repair]
) -> Iterator[Repair]:
    """The secondary address that is the sign-in name, where no address is the primary one."""
    values = [exact(value) for value in entry.values(_PROXIES)]
    if found or any(split_proxy(as_text(value))[0] == "SMTP" for value in values):
        return
    name = fold_proxy(entry.first(_NAME) or "")
    same = [value for value in values if name and fold_proxy(as_text(value)) == name]
    if len(same) == 1 and rules.lists(str(name).rpartition("@")[2]):
        promoted = Candidate(f"SMTP:{split_proxy(as_text(same[0]))[1]}", Confidence.DETERMINISTIC)
        about = [finding for finding in findings if finding.value is None]
        if about:
            yield Repair(_PROXIES, same[0], [promoted], *_because(about))


def _repeated(
    entry: Entry, findings: Sequence[FindingRow], found: Sequence[Repair]
) -> Iterator[Repair]:
    """The addresses that are another one of the same object in other letters, and so go."""
    named = {finding.value for finding in findings}
    replaced = {as_text(repair.old) for repair in found if repair.old is not None}
    kept: dict[str, str] = {}
    values = sorted(
        (exact(value) for value in entry.values(_PROXIES)),
        key=lambda value: split_proxy(as_text(value))[0] != "SMTP",  # the primary one stays
    )
    for value in values:
        key = fold_proxy(as_text(value))
        if key is None or as_text(value) in replaced:
            continue
        if key in kept and split_proxy(as_text(value))[0] != "SMTP":
            about = [
                finding for finding in findings if finding.value in (as_text(value), kept[key])
            ]
            if about or as_text(value) in named:
                candidate = Candidate(None, Confidence.MECHANICAL)
                yield Repair(_PROXIES, value, [candidate], *_because(about))
        else:
            kept.setdefault(key, as_text(value))


def _repair(
    entry: Entry,
    attribute: str,
    old: Value | None,
    wanted: Iterable[str],
    findings: Sequence[FindingRow],
    *,
    rules: Rules,
    reasons: tuple[str, ...] = (),
) -> Repair:
    before = None if old is None else as_text(old)
    candidates = [
        Candidate(value, confidence_of(attribute, before, value, entry, rules))
        for value in dict.fromkeys(wanted)
        if value != before
    ]
    checks, said = _because(findings)
    return Repair(attribute, old, candidates, checks, said or reasons)


def _text(value: Value | None) -> str:
    return "" if value is None else as_text(value)


def _because(findings: Iterable[FindingRow]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The checks behind a repair, and what they say."""
    findings = list(findings)
    checks = dict.fromkeys(finding.check for finding in findings)
    return tuple(checks), tuple(dict.fromkeys(finding.message for finding in findings))
