"""A scan from end to end: evaluate entries one by one, compare those that share keys, conclude."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from readiness.advice.action_plan import action_plan, ready_after
from readiness.advice.obstacles import Obstacles, splits_of
from readiness.advice.silent_checks import findings_by_model
from readiness.advice.waves import people_by
from readiness.checking.documentation import doc_of
from readiness.checking.outcome import CheckOutcome, FindingCounts
from readiness.directory.dns_domain import verified_domains
from readiness.errors import ReadinessError
from readiness.gating.finding_state import FindingStates
from readiness.gating.gate import judge
from readiness.gating.verdict import assess
from readiness.model.counts import Counts, count
from readiness.model.entry import USERS, Kind
from readiness.model.finding import KNOWN, SUPPRESSED, Finding, Severity, Withdrawal
from readiness.pipeline.findings import StoredFindings
from readiness.pipeline.partitions import Partitions
from readiness.pipeline.result import Result, outlook, write_out_of_scope
from readiness.pipeline.unmatched_containers import unmatched_containers
from readiness.pipeline.worker import (
    CANDIDATES,
    FINDINGS,
    HOLDERS,
    OUT_OF_SCOPE,
    Candidate,
    Worker,
    batches_of,
    people_of,
)
from readiness.pipeline.worker_pool import WorkerDied, worker_pool
from readiness.storage.kept_batches import kept_batches
from readiness.storage.ordinal import batch_of, partition_of
from readiness.storage.rows import Crash, FindingRows
from readiness.storage.sorted_runs import RunWriter, sorted_rows
from readiness.uniqueness.comparison import compare, conclude
from readiness.uniqueness.key_index import candidates, key_shares, remove_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from readiness.advice.waves import Grouping, GroupKey, Person
    from readiness.gating.baseline import Baseline
    from readiness.gating.gate import Budget
    from readiness.gating.suppression import Suppression
    from readiness.pipeline.job import Job
    from readiness.pipeline.worker_pool import WorkerPool
    from readiness.sources.source import Partition, Source
    from readiness.storage.sorted_runs import Row

_WORTH_A_POOL = 5
"""A scan of fewer partitions is done by this process: to start others would take longer."""
_COMPARED = "compared"
"""The sorted runs of what comparing found, by ordinal."""


@dataclass(frozen=True)
class ScanRequest:
    """What is to be scanned, and how."""

    job: Job
    sources: Sequence[Source]
    fail_on: Severity | None
    jobs: int
    left_aside: dict[str, str]
    """Checks that shall not run, by id, and why."""
    budgets: Sequence[Budget] = ()
    suppressions: Sequence[Suppression] = ()
    baseline: Baseline | None = None
    is_pinned: bool = False
    """Whether the time stands still, for reports that are the same octet for octet."""
    exported_attributes: tuple[str, ...] | None = None
    """What the exports were asked for, `("all",)` for everything; None if nobody said."""
    config_file: str | None = None
    """The readiness.toml in force, which reports name."""
    warnings: tuple[str, ...] = ()
    """What the reader of a report should know about the settings."""


class OutOfMemory(ReadinessError):
    """The system refused memory, to this process or to a worker."""

    status = 3


class Scan:
    """The state of a scan while it runs."""

    def __init__(self, request: ScanRequest, progress: Callable[[int, int], None]) -> None:
        """Begin; `progress` is told the entries and octets that have been read so far."""
        self._request = request
        self._progress = progress
        self._folder = request.job.folder
        self._started = time.monotonic()
        self._checks, self._skipped = request.job.checks()
        self._silent = request.job.silent_checks(self._skipped)
        self._partitions = Partitions(request.sources, request.jobs)
        self._counts = Counts()
        self._rows = FindingRows(request.job.severities, request.job.set_by_hand)
        self._crashes: dict[str, Crash] = {}
        self._trouble: list[str] = []
        self._taken: set[int] = set()
        """The hashed keys of proposals that belong to somebody else."""
        self._withdrawn: defaultdict[str, set[int]] = defaultdict(set)
        """The ordinals of entries of which a check takes back what it said."""
        self._groups: dict[GroupKey, int] = {}
        self._ready_after: dict[int, dict[int, bytes]] = defaultdict(dict)
        """After which step the objects of a batch are ready, by partition and batch."""

    def run(self) -> Result:
        """Take every step, with those workers that live; that one died is told."""
        partitions = iter(self._partitions)
        head = list(islice(partitions, _WORTH_A_POOL))
        size = self._request.jobs if len(head) == _WORTH_A_POOL else 1
        with worker_pool(self._request.job, size) as pool:
            self._unless_died(self._evaluate, pool, chain(head, partitions))
            self._unless_died(self._flush, pool)
            self._judge_exports()
            self._unless_died(self._find_shared_keys, pool)
            self._unless_died(self._look_up_candidates, pool)
            self._unless_died(self._flush, pool)
            self._compare()
            self._store_compared()
            self._conclude()
            self._plan_action()
            self._unless_died(self._count_groups, pool)
        self._partitions.tell_problems()
        return self._result()

    def _unless_died(self, step: Callable[..., None], *arguments: object) -> None:
        try:
            step(*arguments)
        except WorkerDied as death:
            self._trouble.append(str(death))

    def _evaluate(self, pool: WorkerPool, partitions: Iterator[tuple[int, Partition]]) -> None:
        """Show every entry to the checks."""
        octets = 0
        for outcome in pool.share(Worker.evaluate, partitions):
            self._counts += self._partitions.take(outcome)
            octets += outcome.octets
            self._progress(self._counts.entries, octets)

    def _flush(self, pool: WorkerPool) -> None:
        """Let workers write what they hold in memory."""
        for crashes in pool.each(Worker.flush):
            self._crashes |= crashes

    def _judge_exports(self) -> None:
        """Find out which checks cannot be asked about which source; their findings do not count."""
        self._partitions.judge(self._checks, self._request.exported_attributes)
        findings = Counter(self._counts.findings) - self._partitions.findings_unasked()
        self._counts.findings = dict(findings)

    def _find_shared_keys(self, pool: WorkerPool) -> None:
        """Find the hashed keys that several entries hold, and the proposals that are taken."""
        shares = ((share,) for share in key_shares(self._folder))
        for taken in pool.share(Worker.find_shared, shares):
            self._taken.update(taken)
        remove_keys(self._folder)

    def _look_up_candidates(self, pool: WorkerPool) -> None:
        """Find what the entries really hold whose hashed keys are shared."""
        tasks = self._partitions.with_candidates(candidates(self._folder), self._folder)
        for _ in pool.share(Worker.look_up, tasks):
            pass

    def _compare(self) -> None:
        """Show the checks who shares a key with whom."""
        compared = RunWriter(self._folder, _COMPARED, "0")
        holders = sorted_rows(self._folder, HOLDERS)
        checks = (*self._checks, *self._silent)
        for number, finding in enumerate(compare(checks, holders, self._folder, self._crashes)):
            if isinstance(finding, Withdrawal):
                self._withdrawn[finding.check].add(finding.ordinal)
            elif finding.check in self._rows:
                *fields, severity = finding
                # as a number, since rows on disk take no enum
                milder = None if severity is None else int(severity)
                # numbered, so that no field is compared that may be None
                compared.extend(((finding.ordinal, number, *fields, milder),))
            else:
                count(self._counts.unreported, (finding.check, finding.attribute))
        compared.flush()

    def _store_compared(self) -> None:
        """Store what comparing found among the findings, with what is known of the entries."""
        findings = RunWriter(self._folder, FINDINGS, _COMPARED)
        compared = groupby(sorted_rows(self._folder, _COMPARED), key=itemgetter(0))
        entries = map(Candidate._make, sorted_rows(self._folder, CANDIDATES))
        entry, lost = next(entries, None), 0
        for ordinal, rows in compared:
            while entry and entry.ordinal < ordinal:  # both are sorted
                entry = next(entries, None)
            if entry and entry.ordinal == ordinal:
                findings.extend(self._stored(entry, rows))
            else:  # the process that looked it up died before it had written everything
                lost += 1
        findings.flush()
        if lost:
            what = "what entries share with others is lost"
            self._trouble.append(f"{what} for {lost:,} of them: scan again")

    def _stored(self, entry: Candidate, rows: Iterator[Row]) -> Iterator[Row]:
        """Count and store what comparing found about one entry."""
        unasked = self._partitions.missing_at(entry.ordinal)
        for _, _, *fields, milder in rows:
            finding = Finding._make((*fields, milder and Severity(milder)))
            if finding.check in unasked:
                continue
            self._rows.count((finding,), self._counts)
            yield self._rows.row(finding, entry.kind, entry)

    def _conclude(self) -> None:
        """Show the checks the counts."""
        findings = RunWriter(self._folder, FINDINGS, "concluded")
        checks = (*self._checks, *self._silent)
        for finding in conclude(checks, self._counts, self._crashes):
            if finding.check in self._rows:
                self._rows.count((finding,), self._counts)
                findings.extend((self._rows.row(finding, Kind.OTHER.value, None),))
            else:
                count(self._counts.unreported, (finding.check, finding.attribute))
        findings.flush()

    def _plan_action(self) -> None:
        """Find out who is ready, and what would make the others so."""
        request, classes = self._request, self._request.job.classes()
        states = FindingStates(request.suppressions, request.baseline, request.job.plan.now.date())
        self._findings = StoredFindings(
            self._folder, self._partitions.origins, self._taken, states, self._withdrawn
        )
        findings = Counter(self._counts.findings) - self._findings.count_withdrawn()
        self._counts.findings = dict(findings)
        obstacles = self._obstacles = Obstacles(splits_of(classes))
        self._findings.read_for(obstacles)
        for _, ordinal, *_ in sorted_rows(self._folder, OUT_OF_SCOPE):
            obstacles.forget(ordinal)  # whether an object out of scope is ready is not asked
        obstacles.count_objects(self._counts)
        self._action_plan = action_plan(
            obstacles,
            {name: doc_of(check) for name, check in classes.items()},
            objects=outlook(self._counts, self._counts.in_scope).in_scope,
            people=outlook(self._counts, USERS).in_scope,
        )

    def _count_groups(self, pool: WorkerPool) -> None:
        """Count people by group, and by when they are ready."""
        for ordinal, steps in ready_after(self._obstacles, self._action_plan):
            self._ready_after[partition_of(ordinal)][batch_of(ordinal)] = steps
        numbers = self._partitions.numbers()
        tasks = ((number, self._ready_after.get(number, {})) for number in numbers)
        for groups in pool.share(Worker.count_groups, tasks):
            for key, people in groups.items():
                count(self._groups, key, people)
        for key, people in self._groups.items():
            if key.grouping == "suffix" and key.name:
                count(self._counts.suffixes, key.name, people)
                count(self._counts.suffixes_not_ready, key.name, people * (key.ready_after > 0))

    def _people_by(self, grouping: Grouping) -> Iterator[Person]:
        """The people in scope, in the order of the sources."""
        for number in self._partitions.numbers():
            steps = self._ready_after.get(number, {})
            for kept, people, ready in people_of(self._folder, number, steps):
                yield from people_by(grouping, kept.batch, people, ready)

    def _dns(self) -> Iterator[str]:
        """The DNs of all entries, in scope or not."""
        for number in self._partitions.numbers():
            for kept in kept_batches(batches_of(self._folder, number)):
                yield from map(kept.batch.dn, range(kept.batch.size))

    def _result(self) -> Result:
        """Judge what was found."""
        request, plan, sources = self._request, self._request.job.plan, self._partitions.sources
        findings, states = self._findings, self._findings.states
        write_out_of_scope(self._folder)
        for crash in self._crashes.values():
            about = f" about “{crash.dn}”" if crash.dn else ""
            self._trouble.append(f"the check {crash.check} crashed{about}: “{crash.error}”")
        checks = tuple(self._check_outcomes(states))
        suppressions = states.suppressions.outcomes()
        unread = len(self._trouble)
        unread += sum(len(source.problems) + source.unlisted for source in sources)
        if not request.is_pinned:  # what differs each time would make other bytes
            for outcome, source in zip(sources, request.sources, strict=True):
                outcome.requests = getattr(source, "searches", None)
                outcome.server_seconds = getattr(source, "waited", None)
        objects = outlook(self._counts, self._counts.in_scope)
        return Result(
            plan=plan,
            seconds=0.0 if request.is_pinned else time.monotonic() - self._started,
            sources=tuple(sources),
            checks=checks,
            counts=self._counts,
            assessment=assess(
                checks,
                unread=unread,
                objects=objects,
                people=outlook(self._counts, USERS),
                errors=sum(
                    share.findings - share.suppressed
                    for check in checks
                    for share in check.by_severity
                    if share.severity >= Severity.ERROR
                ),
                knows_domains=bool(verified_domains(plan)),
            ),
            gate=judge(
                checks,
                fail_on=request.fail_on,
                in_scope=objects.in_scope,
                unread=unread,
                budgets=request.budgets,
                has_baseline=request.baseline is not None,
            ),
            trouble=tuple(self._trouble),
            folder=self._folder,
            stream=findings.read,
            baseline=states.outcome({check.id for check in checks if check.status == "ran"}),
            suppressions=suppressions,
            config_file=request.config_file,
            warnings=(
                *request.warnings,
                *self._partitions.warnings,
                *unmatched_containers(
                    {"--include-ou": request.job.include, "--exclude-ou": request.job.exclude},
                    self._dns(),
                ),
                *(text for source in request.sources for text in getattr(source, "warnings", ())),
                *(rule.warning for rule in suppressions if rule.warning),
            ),
            by=request.job.by,
            action_plan=self._action_plan,
            groups=self._groups,
            membership=self._people_by,
        )

    def _check_outcomes(self, states: FindingStates) -> Iterator[CheckOutcome]:
        severities, aside = self._request.job.severities, self._request.left_aside
        silent = {check.id for check in self._silent}
        for name, check in self._request.job.classes().items():
            skip, crash = self._skipped.get(name), self._crashes.get(name)
            missing = None if name in aside or skip else self._partitions.missing(name)
            reason = aside.get(name) or (str(skip) if skip else missing.text if missing else None)
            did_run = not reason or (missing and not missing.is_everywhere)
            yield CheckOutcome(
                name,
                severities.get(name, check.severity),
                "crashed" if crash else "ran" if did_run else "skipped",
                crash.error if crash else reason,
                doc_of(check),
                tuple(
                    FindingCounts(
                        severity,
                        number,
                        suppressed=states.counts[name, severity, SUPPRESSED],
                        known=states.counts[name, severity, KNOWN],
                    )
                    for severity in Severity
                    if (number := self._counts.findings.get((name, severity), 0))
                ),
                sign_of=check.sign_of,
                own_severity=check.severity,
                by_other_model=findings_by_model(name, silent, self._counts),
                status_reason="deselected"
                if name in aside
                else skip.reason
                if skip
                else "attribute-missing"
                if missing
                else None,
            )


def scan(request: ScanRequest, progress: Callable[[int, int], None] = lambda *_: None) -> Result:
    """Scan the sources; the result lasts as long as the folder of the job.

    Raises:
        UsageError: a check file cannot be loaded.
        UsageError: or two sources are one.
        StorageError: the temporary folder is full.
        OutOfMemory: there is not enough memory.
    """
    try:
        return Scan(request, progress).run()
    except MemoryError as error:
        raise OutOfMemory("the memory is not enough: scan again with --jobs 1") from error
