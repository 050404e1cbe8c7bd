"""What changed between two JSON reports: new, fixed and persisting findings, and the readiness."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from readiness.errors import UsageError
from readiness.gating.fingerprint import digest_of
from readiness.gating.previous_report import PreviousReport
from readiness.model.finding import Severity
from readiness.model.wording import counted
from readiness.reports.escaping import json_harmless, shown
from readiness.reports.markdown import code, sentence_as_code
from readiness.reports.serialized import serialized_finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from readiness.model.finding import FindingRow
    from readiness.redaction.report import Redactor

_LISTED = 20
"""So many new and fixed findings are listed in texts; the JSON has them all."""


class Change(NamedTuple):
    """How many findings came, went and stayed."""

    new: int
    fixed: int
    persisting: int
    not_checked: int
    """Those of the old report whose check did not run again: nobody knows."""


@dataclass(frozen=True)
class Comparison:
    """Two reports; their findings are streams."""

    old: PreviousReport
    new: PreviousReport
    old_fingerprints: frozenset[bytes]
    new_fingerprints: frozenset[bytes]
    redactor: Redactor | None = None

    def appeared(self) -> Iterator[FindingRow]:
        """The findings that only the new report has."""
        return self._missing_in(self.old_fingerprints, self.new)

    def fixed(self) -> Iterator[FindingRow]:
        """The findings that only the old report has, though their checks ran again."""
        return (finding for finding in self._gone() if finding.check in self._ran_again)

    def not_checked(self) -> Iterator[FindingRow]:
        """The findings that only the old report has, since their checks did not run again."""
        return (finding for finding in self._gone() if finding.check not in self._ran_again)

    def _gone(self) -> Iterator[FindingRow]:
        return self._missing_in(self.new_fingerprints, self.old)

    @cached_property
    def _ran_again(self) -> frozenset[str]:
        """The checks that ran for the new report."""
        return frozenset(name for name, status in self._statuses.items() if status == "ran")

    @cached_property
    def _statuses(self) -> dict[str, str]:
        return self.new.statuses()

    def by_check(self) -> dict[str, Change]:
        """The change of each check that either report has findings of."""
        # streams are read again rather than kept: there may be millions of findings
        new = Counter(finding.check for finding in self.appeared())
        gone = Counter(finding.check for finding in self._gone())
        total = Counter(finding.check for finding in self.new.findings())
        return {
            check: Change(
                new[check],
                gone[check] if check in self._ran_again else 0,
                total[check] - new[check],
                0 if check in self._ran_again else gone[check],
            )
            for check in sorted(total | gone)
        }

    def warnings(self) -> Iterator[str]:
        """Why the numbers may mislead."""
        for report in (self.old, self.new):
            if report.head.get("complete") is not True:
                yield f"{report.path} is the report of an incomplete scan: findings may be missing"

    def worsenings(self) -> Iterator[str]:
        """Why the new report is worse than the old one; nothing if it is not."""
        if self.new.head.get("complete") is not True:
            yield "the new scan is incomplete"
        # a check that does not apply to the plan any more is none that anybody left out
        if any(
            status == "ran" and self._statuses.get(name) not in {"ran", "does-not-apply"}
            for name, status in self.old.statuses().items()
        ):
            yield f"the new scan ran {len(self._ran_again):,} of {len(self._statuses):,} checks"
        errors = sum(finding.severity >= Severity.ERROR for finding in self.appeared())
        if errors:
            yield f"{counted(errors, 'new error')}"
        before, after = readiness_of(self.old)["share"], readiness_of(self.new)["share"]
        if before is not None and (after or 0) < before:
            yield f"{after or 0:.1%} of the objects are ready, and were {before:.1%}"

    def _missing_in(
        self, fingerprints: frozenset[bytes], report: PreviousReport
    ) -> Iterator[FindingRow]:
        for finding in report.findings():
            if digest_of(finding.fingerprint) not in fingerprints:
                yield self.redactor.finding(finding) if self.redactor else finding


def comparison_of(old: Path, new: Path, redactor: Redactor | None = None) -> Comparison:
    """Read two reports.

    Raises:
        UsageError: one of the files is none.
    """
    before, after = PreviousReport(old), PreviousReport(new)
    return Comparison(before, after, _fingerprints(before), _fingerprints(after), redactor)


def _fingerprints(report: PreviousReport) -> frozenset[bytes]:
    # as octets: a third of the memory that the texts would take, and there may be millions
    return frozenset(digest_of(finding.fingerprint) for finding in report.findings())


def readiness_of(report: PreviousReport) -> dict[str, Any]:
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


def write_json(comparison: Comparison, file: TextIO) -> None:
    """Write everything."""
    by_check = comparison.by_check()
    head = {
        "schema_version": "1.0",
        "old": readiness_of(comparison.old),
        "new": readiness_of(comparison.new),
        "warnings": list(comparison.warnings()),
        "counts": _total(by_check)._asdict(),
        "by_check": {check: change._asdict() for check, change in by_check.items()},
    }
    file.write("{\n")
    for key, value in head.items():
        text = json_harmless(json.dumps(value))
        file.write(f'"{key}": {text},\n')
    for name, findings, end in (
        ("new_findings", comparison.appeared(), ",\n"),
        ("fixed_findings", comparison.fixed(), ",\n"),
        ("not_checked_findings", comparison.not_checked(), "\n"),
    ):
        separator = "\n"
        file.write(f'"{name}": [')
        for finding in findings:
            file.write(separator + json_harmless(json.dumps(serialized_finding(finding))))
            separator = ",\n"
        file.write(f"]{end}")
    file.write("}\n")


def write_text(comparison: Comparison, file: TextIO) -> None:
    """Write the summary that a person reads in the terminal."""
    file.writelines(f"{line}\n" for line in _text(comparison))


def _text(comparison: Comparison) -> Iterator[str]:
    by_check = comparison.by_check()
    total = _total(by_check)
    old, new = readiness_of(comparison.old), readiness_of(comparison.new)
    yield f"ready: {_ready(old)}, then {_ready(new)}"
    yield _counted(total)
    yield from (f"warning: {shown(warning)}" for warning in comparison.warnings())
    changed = {check: change for check, change in by_check.items() if change.new or change.fixed}
    if changed:
        yield ""
        width = max(len(f"{max(change.new, change.fixed):,}") for change in changed.values()) + 1
        for check, change in changed.items():
            new_count, fixed_count = f"+{change.new:,}", f"-{change.fixed:,}"
            yield f"  {new_count:>{width}} {fixed_count:>{width}}  {shown(check)}"
    yield from _listed("New", comparison.appeared(), total.new)
    yield from _listed("Fixed", comparison.fixed(), total.fixed)


def _counted(total: Change) -> str:
    counts = f"{total.new:,} new, {total.fixed:,} fixed, {total.persisting:,} persisting"
    return f"{counts}, {total.not_checked:,} not checked" if total.not_checked else counts


def _ready(readiness: dict[str, Any]) -> str:
    share = "" if readiness["share"] is None else f" ({readiness['share']:.1%})"
    return f"{readiness['ready']:,} of {readiness['in_scope']:,}{share}"


def _listed(title: str, findings: Iterator[FindingRow], number: int) -> Iterator[str]:
    if not number:
        return
    yield from ("", f"{title}:")
    for finding in islice(findings, _LISTED):
        value = "" if finding.value is None else f" “{shown(finding.value)}”"
        yield f"  {finding.severity.label} {shown(finding.check)}: {shown(finding.dn)}"
        yield f"    {shown(finding.attribute)}{value} {shown(finding.message)}"
    if number > _LISTED:
        yield f"  … and {number - _LISTED:,} more"


def write_markdown(comparison: Comparison, file: TextIO) -> None:
    """Write a summary for a pull request or a job."""
    file.writelines(f"{line}\n" for line in _markdown(comparison))


def _markdown(comparison: Comparison) -> Iterator[str]:
    by_check = comparison.by_check()
    total = _total(by_check)
    yield from ("# Readiness trend", "", "| | Ready | In scope | Share |", "|---|--:|--:|--:|")
    for name, report in (("Before", comparison.old), ("Now", comparison.new)):
        readiness = readiness_of(report)
        share = "" if readiness["share"] is None else f"{readiness['share']:.1%}"
        yield f"| {name} | {readiness['ready']:,} | {readiness['in_scope']:,} | {share} |"
    yield ""
    yield f"{_counted(total)}."
    yield from (f"\n- {code(warning)}" for warning in comparison.warnings())
    yield from ("", "| Check | New | Fixed | Persisting | Not checked |", "|---|--:|--:|--:|--:|")
    for check, change in by_check.items():
        cells = " | ".join(f"{number:,}" for number in change)
        yield f"| {code(check)} | {cells} |"
    for title, findings, number in (
        ("New findings", comparison.appeared(), total.new),
        ("Fixed findings", comparison.fixed(), total.fixed),
    ):
        if number:
            yield from ("", f"## {title}", "", "| Severity | Check | Object | Finding |")
            yield "|---|---|---|---|"
            yield from (_row(finding) for finding in islice(findings, _LISTED))
        if number > _LISTED:
            yield f"\nand {number - _LISTED:,} more"


def _row(finding: FindingRow) -> str:
    sentence = sentence_as_code(finding._replace(proposal=None))
    return f"| {finding.severity.label} | {code(finding.check)} | {code(finding.dn)} | {sentence} |"


def _total(by_check: dict[str, Change]) -> Change:
    columns = zip(*by_check.values(), strict=True)
    return Change(*map(sum, columns)) if by_check else Change(0, 0, 0, 0)


WRITERS = {"text": write_text, "json": write_json, "markdown": write_markdown}
