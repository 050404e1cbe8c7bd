"""What is to be scanned, and how."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from readiness.gating.baseline import Baseline
    from readiness.gating.gate import Budget
    from readiness.gating.suppression import Suppression
    from readiness.model.finding import Severity
    from readiness.pipeline.processes.job import Job
    from readiness.sources.source import Source


LIMITS = ("include_ou", "exclude_ou", "base", "filter")
"""What keeps objects out of a scan: the names of the options."""


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
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What decides what is found, as words of a command line, by name: that file says the rest."""
    limits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The values of those of LIMITS that are in force."""
    warnings: tuple[str, ...] = ()
    """What the reader of a report should know about the settings."""
