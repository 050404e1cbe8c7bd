"""What a scan has found, for reports: counts, and streams that can be read again and again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from readiness.advice import advise, sections
from readiness.advice.steps.action_plan import ActionPlan
from readiness.advice.waves import waves_by
from readiness.gating.gate import exit_status, reading_status
from readiness.gating.verdict import Outlook
from readiness.model.entry import USERS
from readiness.model.finding import FindingRow, Severity
from readiness.pipeline.preview.records import records
from readiness.storage.sorted_runs import read_rows, sorted_rows, write_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from readiness.advice import Advice
    from readiness.advice.section import Section
    from readiness.advice.waves import Grouping, GroupKey, Person, Wave
    from readiness.checking.outcome import CheckOutcome
    from readiness.cloud.record import CloudRecord
    from readiness.gating.baseline import BaselineOutcome
    from readiness.gating.gate import Gate
    from readiness.gating.history import HistoryEntry
    from readiness.gating.suppression import SuppressionOutcome
    from readiness.gating.verdict import Assessment, Verdict
    from readiness.model.counts import Counts
    from readiness.model.plan import Plan
    from readiness.pipeline.preview.predictions import Before
    from readiness.tenant.forecasting.outcome_row import OutcomeRow
    from readiness.tenant.forecasting.tenant_forecast import CloudObjectRow, TenantForecast


_OUT_OF_SCOPE = "out-of-scope"
"""The file that holds the entries that are out of scope, in the folder of a result."""

NO_GROUP = "(none)"
"""Stands for the group of people of whom nothing tells the group."""


class OutOfScope(NamedTuple):
    """An entry that the sync engine leaves out, and why."""

    dn: str
    kind: str
    reason: str


@dataclass
class SourceOutcome:
    """What became of one source."""

    location: str
    kind: str
    entries: int = 0
    problems: list[str] = field(default_factory=list)
    unlisted: int = 0
    """The number of problems that are not told one by one."""
    unexported: int = 0
    """So many of the problems tell what was not exported, and none what was not read."""
    requests: int | None = None
    """The searches that a live directory was asked for."""
    server_seconds: float | None = None
    """How long its servers were waited for."""

    @property
    def is_complete(self) -> bool:
        """Whether everything in the source was read."""
        return not self.problems


@dataclass(frozen=True)
class Result:
    """The outcome of a scan; its streams last as long as its temporary folder."""

    plan: Plan
    seconds: float
    sources: tuple[SourceOutcome, ...]
    checks: tuple[CheckOutcome, ...]
    counts: Counts
    assessment: Assessment
    gate: Gate
    trouble: tuple[str, ...]
    """What went wrong beside the sources: a check that crashed, a process that died."""
    folder: Path
    stream: Callable[[], Iterator[FindingRow]]
    """Reads the findings of all processes, merged and completed, anew for each report."""
    baseline: BaselineOutcome | None = None
    suppressions: tuple[SuppressionOutcome, ...] = ()
    warnings: tuple[str, ...] = ()
    """What somebody should know who relies on the result, though it is complete."""
    config_file: str | None = None
    """The readiness.toml that was in force."""
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Options that decide what is found, as words of a command line: the file says the others."""
    not_of_preview: frozenset[str] = frozenset()
    """Those of them, by name, that `readiness preview` does not take."""
    limits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What objects were kept out by, as in `request.LIMITS`."""
    by: Grouping | None = None
    """What people are grouped by for who reads a summary."""
    tenant: TenantForecast | None = None
    """What becomes of each object beside those of the tenant, if an export was given."""
    action_plan: ActionPlan = field(default_factory=ActionPlan)
    """What to do first."""
    groups: Mapping[GroupKey, int] = field(default_factory=dict)
    """The people in scope by group, and by when they are ready."""
    membership: Callable[[Grouping], Iterator[Person]] = lambda _: iter(())
    """Reads who is in which group, anew each time."""
    history: tuple[HistoryEntry, ...] = ()
    """The scans of a history, this one last; empty if nobody keeps one."""
    redaction: str = "none"
    """How much the streams and texts hide of people: `none`, `values` or `pseudonyms`."""

    @property
    def advice(self) -> Advice:
        """What follows from the counts for the plan."""
        return advise(self.plan, self.counts, self.checks)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The advice as tables."""
        return sections(self.advice, self.plan)

    @property
    def is_complete(self) -> bool:
        """Whether everything was read and every check ran to its end."""
        return not self.trouble and all(source.is_complete for source in self.sources)

    @property
    def verdict(self) -> Verdict:
        """Whether the directory is ready, whatever the gate lets pass."""
        return self.assessment.verdict

    @property
    def exit_status(self) -> int:
        """The exit status of the scan."""
        return exit_status(self.verdict, self.gate)

    @property
    def reading_status(self) -> int:
        """The exit status of a command that scans, too, but asks no gate."""
        return reading_status(self.verdict)

    @property
    def objects(self) -> Outlook:
        """How many objects in scope are ready."""
        return outlook(self.counts, self.counts.in_scope)

    @property
    def people(self) -> Outlook:
        """How many users and inetOrgPersons in scope are ready."""
        return outlook(self.counts, USERS)

    @property
    def in_scope(self) -> int:
        """The number of entries that the sync engine takes in."""
        return sum(self.counts.in_scope.values())

    @property
    def ready(self) -> int:
        """The number of entries in scope without an error."""
        return self.in_scope - sum(self.counts.not_ready.values())

    def waves(self, grouping: Grouping) -> Iterator[Wave]:
        """The groups of people who may go together, in their order."""
        return waves_by(grouping, self.groups, len(self.action_plan.steps))

    def people_by(self, grouping: Grouping) -> Iterator[Person]:
        """The people in scope, each with the group of a grouping."""
        return self.membership(grouping)

    def by_group(self) -> dict[str, tuple[int, int]]:
        """The people of each group of `by`, and how many of them are ready; by name."""
        totals: dict[str, tuple[int, int]] = {}
        for key, number in self.groups.items():
            if key.grouping == self.by and (key.name or key.grouping != "suffix"):
                people, ready = totals.get(key.name or NO_GROUP, (0, 0))
                ready += number * (key.ready_after == 0)
                totals[key.name or NO_GROUP] = people + number, ready
        return dict(sorted(totals.items()))

    def by_state(self) -> dict[str, int]:
        """The number of findings that count, that are suppressed, and that were known before."""
        return {
            "counting": sum(check.counting for check in self.checks),
            "suppressed": sum(check.suppressed for check in self.checks),
            "baseline": sum(check.known for check in self.checks),
        }

    def by_severity(self) -> dict[Severity, int]:
        """The number of findings of each severity, the highest first."""
        counts = dict.fromkeys(sorted(Severity, reverse=True), 0)
        for check in self.checks:
            for share in check.by_severity:
                counts[share.severity] += share.findings
        return counts

    def findings(self) -> Iterator[FindingRow]:
        """The findings in the order of the report."""
        return self.stream()

    def tenant_outcomes(self) -> Iterator[OutcomeRow]:
        """What becomes of each object beside those of the tenant, in the order of the sources."""
        return self.tenant.outcomes() if self.tenant else iter(())

    def cloud_objects(self) -> Iterator[CloudObjectRow]:
        """The objects of the tenant that no object of the directory adopts."""
        return self.tenant.cloud_objects() if self.tenant else iter(())

    def previewed(self) -> Iterator[tuple[CloudRecord, Before | None]]:
        """What each object in scope will be in the cloud, if a preview was asked for.

        Beside what it is today, where that differs; in the order of the sources.
        """
        return records(self.folder)

    def out_of_scope(self) -> Iterator[OutOfScope]:
        """The entries that are out of scope, by DN."""
        for row in read_rows(self.folder / _OUT_OF_SCOPE):
            yield OutOfScope(*row)


def outlook(counts: Counts, kinds: Iterable[str]) -> Outlook:
    """How many objects of some kinds are in scope, and ready."""
    names = list(kinds)
    in_scope = sum(counts.in_scope.get(kind, 0) for kind in names)
    not_ready = sum(counts.not_ready.get(kind, 0) for kind in names)
    accepted = sum(counts.accepted.get(kind, 0) for kind in names)
    return Outlook(in_scope, in_scope - not_ready, accepted)


def write_out_of_scope(folder: Path) -> None:
    """Write the entries that are out of scope, by DN, for `Result.out_of_scope`."""
    rows = sorted_rows(folder, _OUT_OF_SCOPE)
    write_rows(folder / _OUT_OF_SCOPE, ((dn, kind, why) for _, _, dn, kind, why in rows))
