"""A scan from end to end: read, scope and examine; then compare; then judge."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.advice.silent_checks import findings_by_model
from readiness.checking.documentation import doc_of
from readiness.checking.outcome import CheckOutcome
from readiness.directory.dns_domain import verified_domains
from readiness.gating.error_patterns import ErrorPatterns
from readiness.gating.finding_state import KNOWN, SUPPRESSED, FindingStates
from readiness.gating.fingerprint import Occurrences, fingerprint
from readiness.gating.gate import judge
from readiness.gating.verdict import assess
from readiness.model.counts import Counts, count
from readiness.model.entry import USERS, Kind
from readiness.model.finding import Finding, FindingRow, Severity
from readiness.pipeline.partitions import Partitions
from readiness.pipeline.result import OUT_OF_SCOPE, Result, outlook
from readiness.pipeline.worker_pool import Lost, Team, team
from readiness.storage.ordinal import partition_of
from readiness.storage.rows import Crash, Ranks, Recalled
from readiness.storage.sorted_runs import Spill, blocks_in_order, in_order, write
from readiness.uniqueness.comparison import compare, conclude
from readiness.uniqueness.key_index import forget, portions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from readiness.gating.baseline import Baseline
    from readiness.gating.gate import Budget
    from readiness.gating.suppression import Suppression
    from readiness.pipeline.job import Job
    from readiness.sources.source import Partition, Source
    from readiness.storage.sorted_runs import Row

_WORTH_A_CREW = 5
"""A scan of fewer parts is done by one process: to start others would take longer."""


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


class Scan:
    """The state of a scan while it runs."""

    def __init__(self, order: ScanRequest, progress: Callable[[int, int], None]) -> None:
        """Begin; `progress` is told the entries and octets that have been read so far."""
        self._order = order
        self._progress = progress
        self._folder = order.job.folder
        self._started = time.monotonic()
        self._checks, self._skipped = order.job.checks()
        self._silent = order.job.silent_checks(self._skipped)
        self._parts = Partitions(order.sources, order.jobs)
        self._counts = Counts()
        self._ranks = Ranks(order.job.severities)
        self._crashes: dict[str, Crash] = {}
        self._trouble: list[str] = []
        self._withdrawn: set[int] = set()

    def run(self) -> Result:
        """Do everything."""
        tasks = iter(self._parts)
        head = list(islice(tasks, _WORTH_A_CREW))
        size = self._order.jobs if len(head) == _WORTH_A_CREW else 1
        with team(self._order.job, size) as hands:
            self._unless_lost(self._examine, hands, chain(head, tasks))
            self._unless_lost(self._settle, hands)
            self._unless_lost(self._recall, hands)
            self._unless_lost(self._settle, hands)
        self._parts.tell_problems()
        self._compare()
        return self._result()

    def _unless_lost(self, step: Callable[..., None], *given: object) -> None:
        """Take a step with those who live; that somebody died is told."""
        try:
            step(*given)
        except Lost as lost:
            self._trouble.append(str(lost))

    def _examine(self, hands: Team, tasks: Iterator[tuple[int, Partition]]) -> None:
        octets = 0
        for outcome in hands.share("read", tasks):
            self._counts += self._parts.take(outcome)
            octets += sum(shelved.length for shelved in outcome.shelf)
            self._progress(self._counts.entries, octets)

    def _settle(self, hands: Team) -> None:
        for crashes in hands.each("settle"):
            self._crashes |= crashes

    def _recall(self, hands: Team) -> None:
        """Read the entries again whose keys may meet those of others."""
        for taken in hands.share("shared", ((one,) for one in portions(self._folder))):
            self._withdrawn.update(taken)
        forget(self._folder)
        rows = in_order(self._folder, "candidates-*.run")
        ordinals = (ordinal for (ordinal,), _ in groupby(rows))
        for _ in hands.share("recall", self._parts.again(ordinals)):
            pass

    def _compare(self) -> None:
        """Let the checks compare what the entries mention, and then conclude."""
        compared = Spill(self._folder, "compared")
        rows = in_order(self._folder, "mentioned-*.run")
        checks, severities = (*self._checks, *self._silent), self._order.job.severities
        for finding in compare(checks, rows, self._folder, self._crashes):
            if finding.check in severities:
                compared.add((finding.ordinal, *finding))
            else:
                count(self._counts.unreported, (finding.check, finding.attribute))
        compared.flush()
        found = Spill(self._folder, "found-compared")
        for row in self._joined(in_order(self._folder, "compared-*.run")):
            found.add(row)
        for finding in conclude(checks, self._counts, self._crashes):
            if finding.check not in severities:
                count(self._counts.unreported, (finding.check, finding.attribute))
                continue
            count(self._counts.findings, finding.check)
            found.add(self._ranks.row(finding, Kind.OTHER.value, None))
        found.flush()

    def _joined(self, compared: Iterator[Row]) -> Iterator[Row]:
        """The findings of comparisons, by place, with what is known of their entries."""
        recalled = map(Recalled._make, in_order(self._folder, "recalled-*.run"))
        entry = next(recalled, None)
        for ordinal, rows in groupby(compared, key=itemgetter(0)):
            while entry is not None and entry.ordinal < ordinal:
                entry = next(recalled, None)
            if entry is None:
                return
            is_ready = not entry.is_not_ready
            for row in rows:
                finding = Finding._make(row[1:])
                severity = self._order.job.severities[finding.check]
                count(self._counts.findings, finding.check)
                if is_ready and severity == Severity.ERROR:
                    self._counts.mark_not_ready(entry.kind, entry.suffix, entry.group)
                    is_ready = False
                yield self._ranks.row(finding, entry.kind, entry)

    def _result(self) -> Result:
        order, plan = self._order, self._order.job.plan
        states = FindingStates(order.suppressions, order.baseline, plan.now.date())
        errors = ErrorPatterns[tuple[str, bool]]()
        if states.decides:
            deque(self._reported(states, errors), maxlen=0)  # it counts
        write(self._folder / OUT_OF_SCOPE, self._out_of_scope(errors))
        self._accept(errors)
        for crash in self._crashes.values():
            about = f" about “{crash.dn}”" if crash.dn else ""
            self._trouble.append(f"the check {crash.check} crashed{about}: “{crash.error}”")
        checks = tuple(self._check_outcomes(states))
        suppressions = states.suppressions.outcomes()
        unread = len(self._trouble) + sum(
            len(one.problems) + one.unlisted for one in self._parts.sources
        )
        objects = outlook(self._counts, self._counts.in_scope)
        return Result(
            plan=plan,
            seconds=0.0 if order.is_pinned else time.monotonic() - self._started,
            sources=tuple(self._parts.sources),
            checks=checks,
            counts=self._counts,
            assessment=assess(
                checks,
                unread=unread,
                objects=objects,
                people=outlook(self._counts, USERS),
                errors=sum(
                    check.findings - check.suppressed
                    for check in checks
                    if check.severity >= Severity.ERROR
                ),
                knows_domains=bool(verified_domains(plan)),
            ),
            gate=judge(
                checks,
                fail_on=order.fail_on,
                in_scope=objects.in_scope,
                unread=unread,
                budgets=order.budgets,
                has_baseline=order.baseline is not None,
            ),
            trouble=tuple(self._trouble),
            folder=self._folder,
            stream=partial(self._reported, states),
            baseline=states.outcome({check.id for check in checks if check.status == "ran"}),
            suppressions=suppressions,
            config_file=order.config_file,
            warnings=(
                *order.warnings,
                *(warning for one in order.sources for warning in getattr(one, "warnings", ())),
                *(one.warning for one in suppressions if one.warning),
            ),
            by=order.job.by,
        )

    def _out_of_scope(self, errors: ErrorPatterns[tuple[str, bool]]) -> Iterator[Row]:
        """The entries that are out of scope, by DN; whether they are ready is not asked."""
        for _, ordinal, dn, kind, why in in_order(self._folder, "left-out-*.run"):
            if pattern := errors.of(ordinal):
                count(self._counts.accepted, kind, -all(accepted for _, accepted in pattern))
            yield dn, kind, why

    def _accept(self, errors: ErrorPatterns[tuple[str, bool]]) -> None:
        """Count objects as ready whose errors somebody accepted, all of them."""
        for pattern, objects in errors.counted():
            if all(accepted for _, accepted in pattern):
                [(kind, _)] = pattern
                count(self._counts.accepted, kind, objects)
        for kind, objects in self._counts.accepted.items():
            count(self._counts.not_ready, kind, -objects)

    def _reported(
        self, states: FindingStates, errors: ErrorPatterns[tuple[str, bool]] | None = None
    ) -> Iterator[FindingRow]:
        """Every finding: with its line in the file, its proposal if free, and its state.

        The kind of each object with an error goes to `errors`, and whether that was accepted.
        """
        occurrences, origins = Occurrences(), self._parts.origins()
        taken, decides, made = self._withdrawn, states.decides, FindingRow._make
        severities = {one.value: one for one in Severity}
        for block in blocks_in_order(self._folder, "found-*.run"):
            for _, ordinal, row, offered in block:
                check, severity, dn, kind, guid, attribute, value, message, proposal, related = row[
                    :10
                ]
                source, line, digest, state, why = row[10:]
                if number := occurrences.of(check, guid or dn, digest):
                    entry = guid or dn.lower()
                    digest = fingerprint(check, entry, attribute, value, occurrence=number)
                if offered and not taken.isdisjoint(offered):
                    proposal = None
                if dn:  # it is not about the whole directory
                    source, before = origins[partition_of(ordinal)]
                    line = None if before is None or line is None else before + line
                if decides:
                    state, why = states.of(check, dn, guid, digest)
                    if errors is not None and severity >= Severity.ERROR and dn:
                        errors.add(ordinal, (kind, state == SUPPRESSED))
                yield made(
                    (check, severities[severity], dn, kind, guid, attribute, value, message,
                     proposal, related, source, line, digest, state, why)
                )  # fmt: skip

    def _check_outcomes(self, states: FindingStates) -> Iterator[CheckOutcome]:
        severities, aside = self._order.job.severities, self._order.left_aside
        silent = {check.id for check in self._silent}
        for name, check in self._order.job.classes().items():
            doc = doc_of(check)
            skip = self._skipped.get(name)
            reason = aside.get(name) or (str(skip) if skip else None)
            crash = self._crashes.get(name)
            yield CheckOutcome(
                name,
                severities.get(name, check.severity),
                "crashed" if crash else "skipped" if reason else "ran",
                crash.error if crash else reason,
                self._counts.findings.get(name, 0),
                doc,
                suppressed=states.counts[name, SUPPRESSED],
                known=states.counts[name, KNOWN],
                sign_of=check.sign_of,
                own_severity=check.severity,
                by_other_model=findings_by_model(name, silent, self._counts),
                status_reason="deselected" if name in aside else skip.reason if skip else None,
            )


@contextmanager
def private_folder() -> Iterator[Path]:
    """A temporary folder that nobody else can read, and that is gone in the end."""
    folder = Path(tempfile.mkdtemp(prefix="readiness-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def scan(order: ScanRequest, progress: Callable[[int, int], None] = lambda *_: None) -> Result:
    """Scan the sources; the result lasts as long as the folder of the brief.

    Raises:
        UsageError: a check file cannot be loaded.
    """
    return Scan(order, progress).run()
