"""A scan from end to end: its steps, in their order."""

from __future__ import annotations

import time
from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING

from readiness.errors import ReadinessError, WorkerDied
from readiness.gating.finding_state import FindingStates
from readiness.pipeline.completion.joint_findings import store_joint_findings
from readiness.pipeline.completion.judgement import result_of
from readiness.pipeline.completion.prospects import Prospects
from readiness.pipeline.completion.stored_findings import StoredFindings
from readiness.pipeline.preview.joining import Joining, persons_of
from readiness.pipeline.processes.worker import Worker
from readiness.pipeline.processes.worker_pool import worker_pool
from readiness.pipeline.state import ScanState
from readiness.uniqueness.key_index import candidates, key_shares, remove_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from readiness.pipeline.processes.worker_pool import WorkerPool
    from readiness.pipeline.request import ScanRequest
    from readiness.pipeline.result import Result
    from readiness.sources.source import Partition
    from readiness.tenant.forecasting.tenant_forecast import TenantForecast

_WORTH_A_POOL = 5
"""A scan of fewer partitions is done by this process: to start others would take longer."""


class OutOfMemory(ReadinessError):
    """The system refused memory, to this process or to a worker."""

    status = 3


class Scan:
    """A scan while it runs."""

    def __init__(self, request: ScanRequest, progress: Callable[[int, int], None]) -> None:
        """Begin; `progress` is told the entries and octets that have been read so far."""
        self._request = request
        self._progress = progress
        self._started = time.monotonic()
        self._state = ScanState.of(request)

    def run(self) -> Result:
        """Take every step, with those workers that live; that one died is told."""
        state, partitions = self._state, iter(self._state.partitions)
        # partitions of a live directory come while it is read: to count them all would read it
        head = list(islice(partitions, _WORTH_A_POOL))
        size = self._request.jobs if len(head) == _WORTH_A_POOL else 1
        with worker_pool(self._request.job, size) as pool:
            self._unless_died(self._evaluate, pool, chain(head, partitions))
            self._unless_died(self._flush, pool)
            # not before: that an attribute is missing is known when all partitions have been read
            self._judge_exports()
            self._unless_died(self._find_shared_keys, pool)
            self._unless_died(self._look_up_candidates, pool)
            # again: workers hold in memory what they looked up
            self._unless_died(self._flush, pool)
            store_joint_findings(state)
            self._unless_died(self._join_predicted, pool)
            forecast = _forecast(state)
            findings = self._findings()
            prospects = Prospects(state, findings)
            self._unless_died(prospects.count_groups, pool)
        state.partitions.tell_problems()
        seconds = time.monotonic() - self._started
        return result_of(state, findings, prospects, forecast, seconds)

    def _unless_died(self, step: Callable[..., None], *arguments: object) -> None:
        try:
            step(*arguments)
        except WorkerDied as death:
            self._state.trouble.append(str(death))

    def _evaluate(self, pool: WorkerPool, partitions: Iterator[tuple[int, Partition]]) -> None:
        """Show every entry to the checks."""
        state, octets = self._state, 0
        for outcome in pool.share(Worker.evaluate, partitions):
            state.counts += state.partitions.take(outcome)
            octets += outcome.octets
            self._progress(state.counts.entries, octets)

    def _flush(self, pool: WorkerPool) -> None:
        """Let workers write what they hold in memory."""
        for crashes in pool.each(Worker.flush):
            self._state.crashes |= crashes

    def _judge_exports(self) -> None:
        """Find out which checks cannot be asked about which source; their findings do not count."""
        state = self._state
        exported = self._request.exported_attributes
        state.partitions.judge(state.checks, exported)
        state.partitions.warn_of_named(self._request.job.plan, exported or (), state.checks)
        findings = Counter(state.counts.findings) - state.partitions.findings_unasked()
        state.counts.findings = dict(findings)

    def _find_shared_keys(self, pool: WorkerPool) -> None:
        """Find the hashed keys that several entries hold, and the proposals that are taken."""
        folder = self._state.folder
        shares = ((share,) for share in key_shares(folder))
        for taken in pool.share(Worker.find_shared, shares):
            self._state.taken.update(taken)
        # they are the largest of all files, and nobody reads them again
        remove_keys(folder)

    def _look_up_candidates(self, pool: WorkerPool) -> None:
        """Find what the entries really hold whose hashed keys are shared."""
        folder = self._state.folder
        tasks = self._state.partitions.with_candidates(candidates(folder), folder)
        for _ in pool.share(Worker.look_up, tasks):
            pass

    def _join_predicted(self, pool: WorkerPool) -> None:
        """Make one prediction of all objects of a person, where predictions are asked for."""
        state = self._state
        if state.shared_keys is None:
            return
        state.shared_keys.flush()
        joined = state.partitions.with_candidates(persons_of(state.folder), state.folder)
        for _ in pool.share(Worker.look_up_members, joined):
            pass
        self._flush(pool)
        Joining(self._request.job.plan, state.folder).join(state.counts.previewed)

    def _findings(self) -> StoredFindings:
        """The findings of all steps; those that a check takes back do not count."""
        state, request = self._state, self._request
        now = request.job.plan.now.date()
        states = FindingStates(request.suppressions, request.baseline, now)
        origins = state.partitions.origins
        findings = StoredFindings(
            state.folder, state.rows, origins, state.taken, states, state.withdrawn
        )
        kept = Counter(state.counts.findings) - findings.count_withdrawn()
        state.counts.findings = dict(kept)
        return findings


def _forecast(state: ScanState) -> TenantForecast | None:
    """What becomes of the objects beside those of the tenant; None if none was named."""
    tenant = state.request.job.tenant
    if tenant is None:
        return None
    # not above: most scans are told of no tenant, and need nothing of what forecasts
    from readiness.pipeline.completion.contested import store_forecast  # noqa: PLC0415

    return store_forecast(state, tenant)


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
