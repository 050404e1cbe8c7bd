"""Scans in the test's own process, for tests that look at what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from readiness import Check, Plan, Severity
from readiness.advice.waves import Grouping
from readiness.checking.registry import built_in, by_id, local
from readiness.isolation.declaration import declaration_of
from readiness.pipeline.processes.job import Job
from readiness.pipeline.request import ScanRequest
from readiness.pipeline.result import Result
from readiness.pipeline.scan import scan
from readiness.reports.json import write_json
from readiness.sources.export_source import ExportSource
from readiness.sources.source import Source

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PLAN = Plan(
    verified_domains=("contoso.com", "contoso.de"),
    federated_domains=("contoso.de",),
    initial_domain="contoso.onmicrosoft.com",
    identity_model="pass-through",
    sync_tool="cloud-sync",
    declared_suffixes=("contoso.com",),
    now=NOW,
)
"""A plan that says much: few checks skip."""
SAMPLES = Path(__file__).parent.parent / "sample_ldif"

DEADLY = '''
import os, signal
from readiness import USERS, Check, Severity

class Deadly(Check):
    """It kills the worker that asks it.

    Fix: none.
    See: https://contoso.com
    """
    id = "deadly"
    severity = Severity.INFO
    kinds = USERS
    reads = ()

    def examine(self, entry):
        if {when}:
            os.kill(os.getppid(), signal.SIGKILL)
        return iter(())
'''
"""A check file that kills the worker that asks it, from the process in which it lives itself."""


def every_sample() -> list[Path]:
    return sorted(SAMPLES.rglob("*.ldif"))


def several_samples() -> list[Path]:
    """Samples that may be read together: those of a tenant tell of the same people each time."""
    return [path for path in every_sample() if not path.stem.startswith("tenant-")]


def classes(check_files: Iterable[Path] = ()) -> dict[str, type[Check]]:
    return by_id([*built_in(), *(check for path in check_files for check in local(path))])


def job(
    folder: Path,
    *,
    plan: Plan = PLAN,
    check_files: Iterable[Path] = (),
    select: Iterable[str] = (),
    include: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
    by: Grouping | None = None,
) -> Job:
    """What a scan with all checks, or the selected ones, is told."""
    check_files = tuple(check_files)
    chosen = set(select)
    severities: dict[str, Severity] = {
        name: check.severity
        for name, check in classes(check_files).items()
        if not chosen or name in chosen
    }
    foreign = [declaration_of(check, str(path)) for path in check_files for check in local(path)]
    return Job(folder, plan, severities, check_files, tuple(foreign), include, exclude, by)


def sources(*paths: Path | str) -> list[Source]:
    return [ExportSource(str(path)) for path in paths]


def scanned(told: Job, *paths: Path | str, jobs: int = 1) -> Result:
    request = ScanRequest(told, sources(*paths), Severity.ERROR, jobs, {})
    return scan(replace(request, exported_attributes=("all",)))


def report(result: Result) -> str:
    """The JSON report without the time that the scan took."""
    file = StringIO()
    write_json(result, file)
    return "".join(_timeless(file.getvalue().splitlines(keepends=True)))


def _timeless(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if not line.startswith('"duration_seconds"'))
