"""What changed between two JSON reports: new, fixed and persisting findings, and the readiness."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, TextIO

from readiness.errors import UsageError
from readiness.gating.previous_report import Earlier, octets
from readiness.reports.escaping import json_harmless, shown
from readiness.reports.markdown import code, plain
from readiness.reports.serialized import finding_facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from readiness.model.finding import FindingRow
    from readiness.redaction.report import Redactor

_LISTED = 20
"""So many new and fixed findings are listed in texts; the JSON has them all."""


@dataclass(frozen=True)
class Trend:
    """Two reports; their findings are streams."""

    old: Earlier
    new: Earlier
    known: frozenset[bytes]
    """The fingerprints of the old report."""
    present: frozenset[bytes]
    """Those of the new one."""
    redactor: Redactor | None = None

    def appeared(self) -> Iterator[FindingRow]:
        """The findings that only the new report has."""
        return self._only(self.new, self.known)

    def fixed(self) -> Iterator[FindingRow]:
        """The findings that only the old report has."""
        return self._only(self.old, self.present)

    def counts(self) -> dict[str, dict[str, int]]:
        """New, fixed and persisting findings of each check."""
        new = Counter(one.check for one in self.appeared())
        fixed = Counter(one.check for one in self.fixed())
        total = Counter(one.check for one in self.new.findings())
        return {
            check: {
                "new": new[check],
                "fixed": fixed[check],
                "persisting": total[check] - new[check],
            }
            for check in sorted(total | fixed)
        }

    def warnings(self) -> Iterator[str]:
        """Why the numbers may mislead."""
        for report in (self.old, self.new):
            if report.head.get("complete") is not True:
                yield f"{report.path} is the report of an incomplete scan: findings may be missing"

    def _only(self, report: Earlier, others: frozenset[bytes]) -> Iterator[FindingRow]:
        for finding in report.findings():
            if octets(finding.fingerprint) not in others:
                yield self.redactor.finding(finding) if self.redactor else finding


def trend(old: Path, new: Path, redactor: Redactor | None = None) -> Trend:
    """Read two reports.

    Raises:
        UsageError: one of the files is none.
    """
    first, second = Earlier(old), Earlier(new)
    return Trend(first, second, _fingerprints(first), _fingerprints(second), redactor)


def _fingerprints(report: Earlier) -> frozenset[bytes]:
    return frozenset(octets(finding.fingerprint) for finding in report.findings())


def readiness_of(report: Earlier) -> dict[str, Any]:
    """When a report was made, and how many objects were ready.

    Raises:
        UsageError: the report does not tell.
    """
    head = report.head
    try:
        in_scope, ready = int(head["summary"]["in_scope"]), int(head["summary"]["ready"])
        return {
            "generated_at": str(head["generated_at"]),
            "verdict": str(head["verdict"]),
            "in_scope": in_scope,
            "ready": ready,
            "share": round(ready / in_scope, 4) if in_scope else None,
        }
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{report.path} has no summary: is it a whole report?") from error


def write_json(found: Trend, file: TextIO) -> None:
    """Write everything."""
    counts = found.counts()
    head = {
        "schema_version": "1.0",
        "old": readiness_of(found.old),
        "new": readiness_of(found.new),
        "warnings": list(found.warnings()),
        "counts": _sum(counts),
        "by_check": counts,
    }
    file.write("{\n")
    for key, value in head.items():
        text = json_harmless(json.dumps(value))
        file.write(f'"{key}": {text},\n')
    for name, findings, end in (
        ("new_findings", found.appeared(), ",\n"),
        ("fixed_findings", found.fixed(), "\n"),
    ):
        separator = "\n"
        file.write(f'"{name}": [')
        for finding in findings:
            file.write(separator + json_harmless(json.dumps(finding_facts(finding))))
            separator = ",\n"
        file.write(f"]{end}")
    file.write("}\n")


def write_text(found: Trend, file: TextIO) -> None:
    """Write the summary that a person reads in the terminal."""
    file.writelines(f"{line}\n" for line in _text(found))


def _text(found: Trend) -> Iterator[str]:
    counts = found.counts()
    total = _sum(counts)
    yield _progress(found)
    yield f"{total['new']:,} new, {total['fixed']:,} fixed, {total['persisting']:,} persisting"
    yield from (f"warning: {shown(one)}" for one in found.warnings())
    changed = {check: one for check, one in counts.items() if one["new"] or one["fixed"]}
    if changed:
        yield ""
        width = max(len(f"{max(one['new'], one['fixed']):,}") for one in changed.values()) + 1
        for check, one in changed.items():
            new, fixed = f"+{one['new']:,}", f"-{one['fixed']:,}"
            yield f"  {new:>{width}} {fixed:>{width}}  {shown(check)}"
    for title, findings, number in (
        ("New", found.appeared(), total["new"]),
        ("Fixed", found.fixed(), total["fixed"]),
    ):
        yield from _listed(title, findings, number)


def _progress(found: Trend) -> str:
    old, new = readiness_of(found.old), readiness_of(found.new)
    return f"ready: {_share(old)}, then {_share(new)}"


def _share(facts: dict[str, Any]) -> str:
    share = "" if facts["share"] is None else f" ({facts['share']:.1%})"
    return f"{facts['ready']:,} of {facts['in_scope']:,}{share}"


def _listed(title: str, findings: Iterator[FindingRow], number: int) -> Iterator[str]:
    if not number:
        return
    yield from ("", f"{title}:")
    for one in islice(findings, _LISTED):
        value = "" if one.value is None else f" “{shown(one.value)}”"
        yield f"  {one.severity.label} {shown(one.check)}: {shown(one.dn)}"
        yield f"    {shown(one.attribute)}{value} {shown(one.message)}"
    if number > _LISTED:
        yield f"  … and {number - _LISTED:,} more"


def write_markdown(found: Trend, file: TextIO) -> None:
    """Write a summary for a pull request or a job."""
    file.writelines(f"{line}\n" for line in _markdown(found))


def _markdown(found: Trend) -> Iterator[str]:
    counts = found.counts()
    total = _sum(counts)
    yield from ("# Readiness trend", "", "| | Ready | In scope | Share |", "|---|--:|--:|--:|")
    for name, report in (("Before", found.old), ("Now", found.new)):
        facts = readiness_of(report)
        share = "" if facts["share"] is None else f"{facts['share']:.1%}"
        yield f"| {name} | {facts['ready']:,} | {facts['in_scope']:,} | {share} |"
    yield ""
    yield f"{total['new']:,} new, {total['fixed']:,} fixed, {total['persisting']:,} persisting."
    yield from (f"\n- {plain(one)}" for one in found.warnings())
    yield from ("", "| Check | New | Fixed | Persisting |", "|---|--:|--:|--:|")
    for check, one in counts.items():
        yield f"| {code(check)} | {one['new']:,} | {one['fixed']:,} | {one['persisting']:,} |"
    for title, findings, number in (
        ("New findings", found.appeared(), total["new"]),
        ("Fixed findings", found.fixed(), total["fixed"]),
    ):
        if number:
            yield from ("", f"## {title}", "", "| Severity | Check | Object | Finding |")
            yield "|---|---|---|---|"
            yield from (_row(one) for one in islice(findings, _LISTED))
        if number > _LISTED:
            yield f"\nand {number - _LISTED:,} more"


def _row(one: FindingRow) -> str:
    sentence = f"{plain(one.attribute)} {code(one.value or '')} {code(one.message)}"
    return f"| {one.severity.label} | {code(one.check)} | {code(one.dn)} | {sentence} |"


WRITERS = {"text": write_text, "json": write_json, "markdown": write_markdown}


def _sum(counts: dict[str, dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts.values():
        total.update(one)
    return {name: total[name] for name in ("new", "fixed", "persisting")}
