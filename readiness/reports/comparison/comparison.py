"""What changed between two JSON reports: new, fixed and persisting findings, and the readiness."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import filterfalse
from typing import TYPE_CHECKING

from readiness.errors import UsageError
from readiness.gating.fingerprint import digest_of
from readiness.gating.previous_report import PreviousReport
from readiness.model.finding import Severity
from readiness.model.wording import counted, verb
from readiness.reports.comparison.change import NOT_ASSESSED, Change, Readiness, Tally
from readiness.reports.comparison.differences import Differences, differences
from readiness.reports.comparison.extent import Extent, Looked, looked, surest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from readiness.model.finding import FindingRow
    from readiness.redaction.redactor import Redactor

NOT_ASKED_THE_SAME = "The two scans were not asked the same."
LISTED = 20
"""So many new and fixed findings are listed in texts; the JSON has them all."""


@dataclass(frozen=True)
class Comparison:
    """Two reports; their findings are streams."""

    old: PreviousReport
    new: PreviousReport
    old_fingerprints: frozenset[bytes]
    new_fingerprints: frozenset[bytes]
    redactor: Redactor | None = None

    @cached_property
    def before(self) -> Readiness:
        """The readiness in the old report."""
        return _readiness_of(self.old)

    @cached_property
    def now(self) -> Readiness:
        """The readiness in the new report."""
        return _readiness_of(self.new)

    def appeared(self) -> Iterator[FindingRow]:
        """The findings that only the new report has, though their checks were asked before."""
        return self._shown(filter(self._is_new, self._came()))

    def not_checked_before(self) -> Iterator[FindingRow]:
        """The findings that only the new report has, though they may have been there before."""
        return self._shown(filterfalse(self._is_new, self._came()))

    def fixed(self) -> Iterator[FindingRow]:
        """The findings that only the old report has, though their checks were asked again."""
        return self._shown(filter(self._is_fixed, self._gone()))

    def not_checked(self) -> Iterator[FindingRow]:
        """The findings that only the old report has, though nobody says that they are solved."""
        return self._shown(filterfalse(self._is_fixed, self._gone()))

    @cached_property
    def differences(self) -> Differences:
        """In what the two scans were not asked the same."""
        hidden = self.redactor.limit if self.redactor else lambda _, value: value
        return differences(self.old, self.new, self._extents, hidden)

    @cached_property
    def _extents(self) -> tuple[Extent, Extent]:
        return Extent(self.old), Extent(self.new)

    def _is_fixed(self, finding: FindingRow) -> bool:
        before, now = self._extents
        return self._looked(finding, self._ran_again, before, now) is Looked.YES

    def _is_new(self, finding: FindingRow) -> bool:
        return self._looked_before(finding) is Looked.YES

    def _looked_before(self, finding: FindingRow) -> Looked:
        before, now = self._extents
        return self._looked(finding, self._ran_before, now, before)

    def _looked(
        self, finding: FindingRow, ran: frozenset[str], own: Extent, other: Extent
    ) -> Looked:
        """Whether the scan in which certain checks ran looked for a finding of the other."""
        if finding.check not in ran:
            return Looked.NO
        return surest(self.differences.looked(finding), *looked(finding, own, other))

    def _came(self) -> Iterator[FindingRow]:
        return _missing_in(self.old_fingerprints, self.new)

    def _gone(self) -> Iterator[FindingRow]:
        return _missing_in(self.new_fingerprints, self.old)

    @cached_property
    def _ran_before(self) -> frozenset[str]:
        return _ran(self.old.statuses())

    @cached_property
    def _ran_again(self) -> frozenset[str]:
        return _ran(self._statuses)

    @cached_property
    def _statuses(self) -> dict[str, str]:
        return self.new.statuses()

    @cached_property
    def by_check(self) -> dict[str, Change]:
        """The change of each check that either report has findings of."""
        return {
            check: Change(
                it.new, it.fixed, it.found - it.came, it.gone - it.fixed, it.came - it.new
            )
            for check, it in sorted(self._tallies.items())
        }

    @cached_property
    def severities(self) -> dict[str, Severity]:
        """The gravest finding of each of these checks, which may be milder than the check."""
        return {check: Severity(it.gravest) for check, it in self._tallies.items()}

    @cached_property
    def _tallies(self) -> dict[str, Tally]:
        # streams are read again rather than kept: there may be millions of findings
        tallies: defaultdict[str, Tally] = defaultdict(Tally)
        for finding in self.new.findings():
            tally = tallies[finding.check]
            tally.found += 1
            if digest_of(finding.fingerprint) not in self.old_fingerprints:
                tally.came += 1
                tally.new += self._is_new(finding)
            tally.gravest = max(tally.gravest, finding.severity)
        for finding in self._gone():
            tally = tallies[finding.check]
            tally.gone += 1
            tally.fixed += self._is_fixed(finding)
            tally.gravest = max(tally.gravest, finding.severity)
        return dict(tallies)

    @cached_property
    def total(self) -> Change:
        """The change of all checks together."""
        columns = zip(*self.by_check.values(), strict=True)
        return Change(*map(sum, columns)) if self.by_check else Change(0, 0, 0, 0, 0)

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
        # what cannot be told may not pass for good
        untold = sum(
            finding.severity >= Severity.ERROR
            and self._looked_before(finding) is Looked.NOBODY_KNOWS
            for finding in self._came()
        )
        if untold:
            yield (
                f"of {counted(untold, 'error')} that came nobody can say whether the old scan would"
                f" have found {verb(untold, 'it', 'them')}, too, for it was asked otherwise: scan"
                " once more with what it was asked, or compare with the new report from now on"
            )
        before, now = self.before.share, self.now.share
        # a scan that asks more finds more: a smaller share says nothing of the directory then
        if self.differences.texts or before is None:
            return
        if now is None and self.now.in_scope:
            return  # nobody assessed how many are ready
        if (now or 0) < before:
            yield f"{now or 0:.1%} of the objects are ready, and were {before:.1%}"

    def _shown(self, findings: Iterator[FindingRow]) -> Iterator[FindingRow]:
        # last of all: a hidden value does not tell any more in which domain it was
        return map(self.redactor.finding, findings) if self.redactor else findings


def comparison_of(old: Path, new: Path, redactor: Redactor | None = None) -> Comparison:
    """Read two reports.

    Raises:
        UsageError: one of the files is none.
    """
    before, after = PreviousReport(old), PreviousReport(new)
    return Comparison(before, after, _fingerprints(before), _fingerprints(after), redactor)


def _ran(statuses: Mapping[str, str]) -> frozenset[str]:
    """The checks that ran to their end."""
    return frozenset(name for name, status in statuses.items() if status == "ran")


def _missing_in(fingerprints: frozenset[bytes], report: PreviousReport) -> Iterator[FindingRow]:
    for finding in report.findings():
        if digest_of(finding.fingerprint) not in fingerprints:
            yield finding


def _fingerprints(report: PreviousReport) -> frozenset[bytes]:
    # as octets: a third of the memory that the texts would take, and there may be millions
    return frozenset(digest_of(finding.fingerprint) for finding in report.findings())


def _readiness_of(report: PreviousReport) -> Readiness:
    """When a report was made, and how much was ready.

    Raises:
        UsageError: the report does not tell.
    """
    head = report.head
    try:
        summary = head["summary"]
        in_scope, ready = int(summary["in_scope"]), int(summary["ready"])
        verdict = str(head["verdict"])
        is_known = in_scope and verdict not in NOT_ASSESSED
        return Readiness(
            generated_at=str(head["generated_at"]),
            verdict=verdict,
            in_scope=in_scope,
            ready=ready,
            share=round(ready / in_scope, 4) if is_known else None,
            people_in_scope=int(summary["people"]["in_scope"]),
            people_ready=int(summary["people"]["ready"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{report.path} has no summary: is it a whole report?") from error
