"""Fixtures that show a check an entry the way the engine does."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from readiness import Check, Entry, Finding, Kind, Plan, Severity
from readiness.checking.registry import built_in, by_id
from readiness.model.entry import Values
from readiness.pipeline.processes.job import Job
from readiness.pipeline.request import ScanRequest
from readiness.pipeline.result import Result
from readiness.pipeline.scan import scan
from readiness.sources.export_source import ExportSource
from readiness.storage.temporary_folder import private_folder
from readiness.tenant.export import read_tenant
from readiness.tenant.readers.resources import Resource
from readiness.testing import findings

# what tests start would compile all modules each time
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# a shell has what it starts in the background ignore Ctrl-C, and so would the commands that are to
# be interrupted here: they would never end
for _ending in ("SIGINT", "SIGHUP", "SIGQUIT"):
    if signal.getsignal(_number := getattr(signal, _ending, signal.SIGINT)) is signal.SIG_IGN:
        signal.signal(_number, signal.SIG_DFL)

# a busy machine may take long for an example, and nothing is timed in a test
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

SAMPLES = Path(__file__).parent.parent / "sample_ldif"
SERVERS = Path(__file__).parent / "live"
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
CHECKS = by_id(built_in())
TENANT = re.compile(r"^# tenant (\w+): (\{.*\})$", re.MULTILINE)
GUIDS = iter(range(1, 1 << 30))

Attributes = Mapping[str, str | bytes | Sequence[str | bytes]]


class Bench:
    """Runs one check on entries made by hand."""

    def __init__(self, check: type[Check]) -> None:
        self.check = check
        self.plan = Plan(now=NOW)

    def with_plan(self, **given: object) -> Bench:
        """The same check under another plan."""
        bench = Bench(self.check)
        bench.plan = replace(self.plan, **given)  # type: ignore[arg-type]  # named as in Plan
        return bench

    def examine(self, attributes: Attributes | None = None, **described: Any) -> list[Finding]:
        """What the check says about one entry."""
        return findings(self.check, [entry(attributes, **described)], self.plan)

    def compare(self, *entries: Entry) -> list[Finding]:
        """What the check says when these entries are all there is."""
        return sorted(findings(self.check, entries, self.plan))


def entry(
    attributes: Attributes | None = None,
    *,
    dn: str = "CN=Ana,OU=Staff,DC=contoso,DC=com",
    kind: Kind = Kind.USER,
    out_of_scope: str | None = None,
) -> Entry:
    """An entry with the given attributes, in any case."""
    values: dict[str, Values] = {
        name.lower(): value if isinstance(value, str | bytes) else list(value)
        for name, value in (attributes or {}).items()
    }
    return Entry(dn, kind, values, ordinal=next(GUIDS), out_of_scope=out_of_scope)


@contextmanager
def scanned(plan: Plan, *files: Path) -> Iterator[Result]:
    """What the engine finds in LDIF files with all built-in checks; gone afterwards.

    A file may tell in comments what the tenant holds: see `exported`.
    """
    with private_folder() as folder:
        job = Job(folder, plan, {name: check.severity for name, check in CHECKS.items()})
        exports = [exported(file, folder) for file in files]
        if any(exports):
            tenant = read_tenant(filter(None, exports), folder)
            job = replace(job, plan=replace(plan, has_tenant=True), tenant=tenant)
        sources = [ExportSource(str(file)) for file in files]
        # what tests write holds what they are about
        yield scan(ScanRequest(job, sources, Severity.ERROR, 1, {}, exported_attributes=("all",)))


def exported(file: Path, folder: Path) -> Path | None:
    """The export of the tenant that a sample tells, an object a line: `# tenant users: {…}`."""
    objects = TENANT.findall(file.read_text(encoding="utf-8"))
    if not objects:
        return None
    export = folder / f"tenant-of-{file.stem}"
    export.mkdir()
    for part in Resource:
        if part not in {Resource.RECIPIENTS, Resource.DOMAINS}:
            held = [json.loads(text) for name, text in objects if name == part]
            (export / f"{part}.json").write_text(json.dumps(held), encoding="utf-8")
    return export


@pytest.fixture
def bench() -> Callable[[str], Bench]:
    """Makes a bench for the check with an id."""
    return lambda check: Bench(CHECKS[check])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes test, what shares a server or a file stays with one of them."""
    for item in items:
        of_servers = item.path.is_relative_to(SERVERS)
        item.add_marker(pytest.mark.xdist_group("servers" if of_servers else item.path.name))
