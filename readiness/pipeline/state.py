"""What a scan knows while it runs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness.model.counts import Counts
from readiness.pipeline.partitioning.partitions import Partitions
from readiness.pipeline.preview.contests import SharedKeys
from readiness.storage.rows import Crash, FindingRows

if TYPE_CHECKING:
    from pathlib import Path

    from readiness.checking.check import Check, Skip
    from readiness.pipeline.request import ScanRequest


@dataclass
class ScanState:
    """What a scan knows: its steps fill it, one after the other."""

    request: ScanRequest
    checks: list[Check]
    """The checks whose findings are reported."""
    skipped: dict[str, Skip]
    """What those say that cannot run, by id."""
    silent: list[Check]
    """The checks whose findings are only counted."""
    partitions: Partitions
    rows: FindingRows
    counts: Counts = field(default_factory=Counts)
    shared_keys: SharedKeys | None = None
    """Who gets the same name in the cloud, and who is one person, where a preview asks for it."""
    crashes: dict[str, Crash] = field(default_factory=dict)
    """The first crash of each check."""
    trouble: list[str] = field(default_factory=list)
    """What went wrong beside the sources, in the words of the reports."""
    taken: set[int] = field(default_factory=set)
    """The hashed keys of proposals that belong to somebody else."""
    withdrawn: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The ordinals of entries of which a check takes back what it said, by its id."""

    @classmethod
    def of(cls, request: ScanRequest) -> ScanState:
        """What is known before anything is read.

        Raises:
            UsageError: a check file cannot be loaded.
            UsageError: or two sources are one.
        """
        job = request.job
        checks, skipped = job.checks()
        return cls(
            request,
            checks,
            skipped,
            job.silent_checks(skipped),
            Partitions(request.sources, request.jobs),
            FindingRows(job.severities, job.set_by_hand),
            shared_keys=SharedKeys(job.folder) if job.previews else None,
        )

    @property
    def folder(self) -> Path:
        """The folder for temporary files."""
        return self.request.job.folder
