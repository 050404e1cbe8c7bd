"""In what two scans were not asked the same: then numbers alone say nothing of progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from readiness.directory.identifiers.distinguished_name import fold_dn
from readiness.model.wording import counted
from readiness.reports.comparison.extent import Looked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from readiness.gating.previous_report import PreviousReport
    from readiness.model.finding import FindingRow
    from readiness.reports.comparison.extent import Extent

    Unlike = tuple[str, Any, Any]
    """The name of a setting, and its values before and now."""

_DOMAINS = ("verified_domains", "federated_domains")
_TITLES = {"include_ou": "scanned only below", "exclude_ou": "not scanned below"}
_READ_BY = {"stale_days": frozenset({"stale-account"})}
"""The checks that a setting decides of, where these are not all."""
_DNS = frozenset({"include_ou", "exclude_ou", "base"})
_OF_TENANT = "tenant-"
"""How the checks of the forecast against a tenant begin."""
_NAMED = 5
"""So many names of a list are told; the reports have the others."""


@dataclass(frozen=True)
class Differences:
    """What one of two scans was told, and the other was not."""

    texts: tuple[str, ...]
    domains: frozenset[str]
    """Those of the tenant that only one of them was told of."""
    checks: frozenset[str]
    """Those that a setting decides of which differs."""
    is_everything_open: bool
    """Whether a setting differs that may decide of any finding."""
    is_tenant_open: bool = False
    """Whether the exports of the tenant did not tell the same, or not everything."""

    def looked(self, finding: FindingRow) -> Looked:
        """Whether a finding of one scan was looked for by the other, as far as settings go."""
        domain = (finding.value or "").rpartition("@")[2].strip().lower()
        if finding.check in self.checks or domain in self.domains:
            return Looked.NO
        is_open = self.is_tenant_open and finding.check.startswith(_OF_TENANT)
        return Looked.NOBODY_KNOWS if is_open or self.is_everything_open else Looked.YES


def differences(
    old: PreviousReport,
    new: PreviousReport,
    extents: tuple[Extent, Extent],
    hidden: Callable[[str, str], str],
) -> Differences:
    """Compare what both reports say of themselves; `hidden` shows the limits, each by its name."""
    plans = list(_unlike(_part(old, "plan"), _part(new, "plan")))
    limits = list(_limits(old, new))
    # one that was taken away settles what was found of it, too: nobody federates it any more
    domains = (set(now) ^ set(before) for name, before, now in plans if name in _DOMAINS)
    tenants = [_part(report, "tenant") for report in (old, new)]
    return Differences(
        (
            *_of_sources(*extents),
            *(_changed(*it) for it in plans),
            *(
                _changed(
                    name, *(tuple(hidden(name, it) for it in values) for values in (before, now))
                )
                for name, before, now in limits
            ),
            *_other(old, new),
            *_of_tenants(*tenants),
            *_of_checks(old, new),
        ),
        frozenset(domain.lower() for names in domains for domain in names),
        frozenset(check for name, *_ in plans for check in _READ_BY.get(name, ())),
        any(name not in {*_DOMAINS, *_READ_BY} for name, *_ in plans),
        any(_of_tenants(*tenants)) or any(it.get("complete") is False for it in tenants),
    )


def _of_sources(before: Extent, now: Extent) -> Iterator[str]:
    if before.number != now.number:
        yield f"{counted(now.number, 'source')}; before: {before.number:,}"
    if before.domains != now.domains:
        yield _changed(
            "objects of the domains", *(tuple(sorted(it.domains)) for it in (before, now))
        )


def _limits(old: PreviousReport, new: PreviousReport) -> Iterator[Unlike]:
    """Where less than everything was to be scanned."""
    can_tell = _shows_all(old, new)
    for name, before, now in _unlike(_part(old, "limits"), _part(new, "limits")):
        # of hidden names only the number can be compared
        if can_tell or len(before) != len(now):
            yield name, before, now


def _other(old: PreviousReport, new: PreviousReport) -> Iterator[str]:
    for which, report, other in (("old", old, new), ("new", new, old)):
        if report.head.get("tenant") and not other.head.get("tenant"):
            yield f"only the {which} scan was given an export of the tenant"
    before, now = _rules(old), _rules(new)
    if _shows_all(old, new) or len(before) != len(now):
        if came := len(now - before):
            yield f"{counted(came, 'suppression')} came: what it accepts counts as ready now"
        if went := len(before - now):
            yield f"{counted(went, 'suppression')} went: what it accepted counts again"
    versions = [_part(report, "tool").get("version") for report in (old, new)]
    if versions[0] != versions[1]:
        yield f"version: {versions[1]}; before: {versions[0]}"


def _of_tenants(before: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Where one export of the tenant told less: what it does not repeat is not settled by that."""
    if not (before and now):
        return
    one, other = (tuple(it.get("assumed") or ()) for it in (before, now))
    if set(one) != set(other):
        yield _changed("not exported of the tenant, so assumed", one, other)
    told = ["all" if it.get("complete") else "not all" for it in (before, now)]
    if told[0] != told[1]:
        yield _changed("what the export of the tenant tells", *told)


def _of_checks(old: PreviousReport, new: PreviousReport) -> Iterator[str]:
    before, now = old.statuses(), new.statuses()
    for which, ours, theirs in (("old", before, now), ("new", now, before)):
        # what does not apply to the plan any more, nobody left out
        names = sorted(
            name
            for name, status in ours.items()
            if status == "ran" and theirs.get(name) not in {"ran", "crashed", "does-not-apply"}
        )
        if names:
            yield f"{counted(len(names), 'check')} ran in the {which} scan only: {_list(names)}"
    was, is_now = old.headings(), new.headings()
    changed = sorted(
        name for name in was.keys() & is_now.keys() if was[name].severity != is_now[name].severity
    )
    if changed:
        yield f"{counted(len(changed), 'check')} had another severity: {_list(changed)}"


def _part(report: PreviousReport, name: str) -> dict[str, Any]:
    """A part of the head of a report, lists as tuples; empty where an older report has none."""
    found = report.head.get(name)
    if not isinstance(found, dict):
        return {}
    return {
        str(key): tuple(map(str, value)) if isinstance(value, list) else value
        for key, value in found.items()
    }


def _unlike(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Unlike]:
    """The settings that both reports tell, and differently."""
    for name in sorted(before.keys() & now.keys()):
        one, other = before[name], now[name]
        if isinstance(one, tuple) and isinstance(other, tuple):
            # in which order things were named decides nothing
            fold = fold_dn if name in _DNS else str
            if set(map(fold, one)) != set(map(fold, other)):
                yield name, one, other
        elif one != other:
            yield name, one, other


def _shows_all(*reports: PreviousReport) -> bool:
    return all(report.head.get("redaction", "none") == "none" for report in reports)


def _rules(report: PreviousReport) -> set[tuple[str, ...]]:
    """The suppressions that are in force."""
    rules = report.head.get("suppressions")
    return {
        tuple(str(rule.get(name)) for name in ("check", "by", "value"))
        for rule in (rules if isinstance(rules, list) else ())
        if isinstance(rule, dict) and not rule.get("expired")
    }


def _changed(name: str, before: Any, now: Any) -> str:
    title = _TITLES.get(name, name.replace("_", " "))
    return f"{title}: {_said(now)}; before: {_said(before)}"


def _said(value: Any) -> str:
    if value in (None, ()):
        return "none"
    return _list(list(value)) if isinstance(value, tuple) else str(value)


def _list(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")
