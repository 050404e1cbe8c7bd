"""Finds out who is ready, and what would make the others so."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from readiness.advice.people_groups import people_by
from readiness.advice.steps.action_plan import action_plan, ready_after
from readiness.advice.steps.obstacles import Obstacles, splits_of
from readiness.checking.documentation import doc_of
from readiness.model.counts import count
from readiness.model.entry import USERS
from readiness.pipeline.processes.worker import OUT_OF_SCOPE, Worker, people_of
from readiness.pipeline.result import outlook
from readiness.storage.ordinal import batch_of, partition_of
from readiness.storage.sorted_runs import sorted_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.advice.waves import Grouping, GroupKey, Person
    from readiness.pipeline.completion.stored_findings import StoredFindings
    from readiness.pipeline.processes.worker_pool import WorkerPool
    from readiness.pipeline.state import ScanState


class Prospects:
    """Who is ready after which step of the action plan."""

    def __init__(self, state: ScanState, findings: StoredFindings) -> None:
        """Make the plan of the errors among the findings, and count who is not ready."""
        self._state = state
        classes = state.request.job.classes()
        self._obstacles = obstacles = Obstacles(splits_of(classes))
        # a pass of its own: the reports need the plan before they write the first finding
        findings.read_for(obstacles)
        for _, ordinal, *_ in sorted_rows(state.folder, OUT_OF_SCOPE):
            obstacles.forget(ordinal)  # whether an object out of scope is ready is not asked
        obstacles.count_objects(state.counts)
        has_one_domain = len(state.request.job.plan.verified_domains) == 1
        self.plan = action_plan(
            obstacles,
            {name: doc_of(check) for name, check in classes.items()},
            objects=outlook(state.counts, state.counts.in_scope).in_scope,
            people=outlook(state.counts, USERS).in_scope,
            targets_known=None if has_one_domain else state.counts.mail_domains,
        )
        self.groups: dict[GroupKey, int] = {}
        """The people in scope by group, and by when they are ready."""
        self._ready_after: dict[int, dict[int, bytes]] = defaultdict(dict)
        """After which step the objects of a batch are ready, by partition and batch."""

    def count_groups(self, pool: WorkerPool) -> None:
        """Count people by group, and by when they are ready."""
        for ordinal, steps in ready_after(self._obstacles, self.plan):
            # an octet an object, and none for batches where everybody is ready: a million take a
            # megabyte
            self._ready_after[partition_of(ordinal)][batch_of(ordinal)] = steps
        numbers = self._state.partitions.numbers()
        tasks = ((number, self._ready_after.get(number, {})) for number in numbers)
        for groups in pool.share(Worker.count_groups, tasks):
            for key, people in groups.items():
                count(self.groups, key, people)
        counts = self._state.counts
        for key, people in self.groups.items():
            if key.grouping == "suffix" and key.name:
                count(counts.suffixes, key.name, people)
                count(counts.suffixes_not_ready, key.name, people * (key.ready_after > 0))

    def people_by(self, grouping: Grouping) -> Iterator[Person]:
        """The people in scope, in the order of the sources."""
        for number in self._state.partitions.numbers():
            steps = self._ready_after.get(number, {})
            for kept, people, ready in people_of(self._state.folder, number, steps):
                yield from people_by(grouping, kept.batch, people, ready)
