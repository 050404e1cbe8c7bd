"""What a command was asked for: one frozen record for each table of readiness.toml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from readiness.advice.waves import Grouping
    from readiness.command.config_file.origin import Origin, Placed
    from readiness.gating.gate import Budget
    from readiness.gating.suppression import Suppression
    from readiness.model.finding import Severity
    from readiness.model.plan import Plan
    from readiness.sources.protocol.access import Auth


@dataclass(frozen=True)
class ScanSettings:
    """What is scanned, and by which checks: [scan]."""

    select: tuple[str, ...]
    """Patterns of ids; empty for every check."""
    ignore: tuple[str, ...]
    include_ou: tuple[str, ...]
    exclude_ou: tuple[str, ...]
    check_files: tuple[Path, ...]
    jobs: int | None
    """Worker processes; None for as many as there are cores."""
    check_timeout: int
    """The seconds that a check which is not built in may take for a block of entries."""
    exported_attributes: tuple[str, ...] | None
    """What the exports were asked for, `("all",)` for everything; None if nobody said."""
    preview: bool
    """Whether it is counted what will be otherwise in the cloud."""
    by: Grouping | None
    """What people are grouped by in the summary."""


@dataclass(frozen=True)
class TenantSettings:
    """What the tenant holds already: [tenant]."""

    exports: tuple[Path, ...]
    """Files, and folders of files."""
    assume: tuple[str, ...]
    """What is taken for granted, since the export does not tell it."""


@dataclass(frozen=True)
class GateSettings:
    """What fails the gate, and what does not: [gate], [severity] and [[suppress]]."""

    fail_on: Severity | None
    """The least severity that fails; None for never."""
    budgets: Mapping[str, Placed[Budget]]
    """What is allowed, by the id of a check or a severity."""
    severities: Mapping[str, Placed[str]]
    """A level, or `off`, for the id of a check."""
    suppressions: tuple[Suppression, ...]
    baseline: Path | None
    write_baseline: Path | None


@dataclass(frozen=True)
class ReportSettings:
    """What is written where, and how much it shows of people: [report]."""

    reports: tuple[str, ...]
    """`[FORMAT:]PATH`, as they were given."""
    redact: Literal["none", "values", "pseudonyms"]
    redact_key_file: Path | None
    history: Path | None
    """A file that the outcome is added to."""
    show_values: bool
    quiet: bool
    verbose: bool
    no_color: bool
    no_progress: bool


@dataclass(frozen=True)
class LiveSettings:
    """How a live directory is asked: [live]."""

    user: str | None
    password_file: Path | None
    password_stdin: bool
    auth: Auth
    start_tls: bool
    ca_file: Path | None
    insecure: bool
    allow_cleartext: bool
    base: str | None
    filter: str | None
    page_size: int
    timeout: int
    """Seconds."""
    rate: int | None
    """Entries a second at most."""
    forest: bool
    dry_run: bool
    """Only say what would be asked."""


@dataclass(frozen=True)
class Settings:
    """All that was asked for, checked; the arguments of a command are not among it."""

    scan: ScanSettings
    plan: Plan
    gate: GateSettings
    report: ReportSettings
    live: LiveSettings
    tenant: TenantSettings
    config_file: Path | None
    """The readiness.toml in force."""
    maps: Mapping[str, Mapping[str, Placed[str]]] = field(default_factory=dict)
    """What a repair plan makes of what: [plan.suffix-map], [plan.usage-location-map]."""
    warnings: tuple[str, ...] = ()
    """What somebody should know who relies on the settings."""
    repeated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What another command has to be told to find the same, by the name of the option."""
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """Where each value comes from, by the name of the option."""
