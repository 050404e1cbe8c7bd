"""Makes the request for a scan of what the settings say."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.command.locations import is_url, refuse_hosts, suffixes_in_file
from readiness.command.settings.chosen_checks import chosen_checks
from readiness.command.settings.idle_options import refuse_idle
from readiness.directory.identifiers.distinguished_name import fold_dn
from readiness.directory.objects import persons
from readiness.errors import UsageError
from readiness.evaluation.projection import attributes_read
from readiness.gating.baseline import read_baseline
from readiness.pipeline.processes.job import Job
from readiness.pipeline.request import LIMITS, ScanRequest
from readiness.sources.export_source import ExportSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from readiness.command.settings.chosen_checks import ChosenChecks
    from readiness.command.settings.settings import Settings
    from readiness.sources.live.live_directory import LiveDirectory
    from readiness.sources.source import Source


def scan_request(
    folder: Path, settings: Settings, locations: Sequence[str], further: Sequence[str] = ()
) -> ScanRequest:
    """What is to be scanned, and how; `folder` is for temporary files.

    `further` are attributes to ask a live directory for beside those that checks read.

    Raises:
        UsageError: something is wrong; says what, and where it stands.
    """
    if not all(locations):
        raise UsageError("a SOURCE has no name: is a variable empty? Name a file, - or a URL")
    refuse_hosts(locations)
    live = [is_url(location) for location in locations]
    refuse_idle(settings, has_live=any(live), has_export=not all(live))
    if settings.live.password_stdin and "-" in locations:
        raise UsageError("standard input is the LDIF: give the password with --password-file")
    checks, scan, gate = chosen_checks(settings), settings.scan, settings.gate
    job, repeated = _job(folder, settings, checks), settings.repeated
    if settings.tenant.exports:
        # not above: most scans are told of no tenant
        from readiness.tenant.export import read_tenant  # noqa: PLC0415
        from readiness.tenant.tenant_settings import plan_in  # noqa: PLC0415

        tenant = read_tenant(settings.tenant.exports, folder, settings.tenant.assume)
        plan = plan_in(tenant.domains, job.plan)
        job = replace(job, plan=replace(plan, has_tenant=True), tenant=tenant)
        if not tenant.waivers:  # the export tells what was to be assumed: not to be repeated
            repeated = {name: words for name, words in repeated.items() if name != "assume"}
    directories = _live_directories(filter(is_url, locations), settings)
    suffixes = [
        directories[location].declared_suffixes()
        if location in directories
        else suffixes_in_file(Path(location))
        for location in locations
    ]
    if all(suffixes):  # else a suffix might well be declared where nobody told us
        names = dict.fromkeys(name for declared_there in suffixes for name in declared_there)
        job = replace(job, plan=replace(job.plan, declared_suffixes=tuple(names)))
    return ScanRequest(
        job,
        [_source(location, directories.get(location), job, further) for location in locations],
        gate.fail_on,
        scan.jobs or cores(),
        checks.deselected,
        budgets=[placed.value for placed in gate.budgets.values()],
        suppressions=gate.suppressions,
        baseline=read_baseline(gate.baseline) if gate.baseline else None,
        is_pinned="SOURCE_DATE_EPOCH" in os.environ,
        exported_attributes=scan.exported_attributes,
        config_file=str(settings.config_file) if settings.config_file else None,
        options=repeated,
        limits=_limits(settings, has_live=any(live)),
        warnings=settings.warnings,
    )


def _limits(settings: Settings, *, has_live: bool) -> dict[str, tuple[str, ...]]:
    """What keeps objects out, by the name of the option."""
    scan, live = settings.scan, settings.live
    asked = ((live.base,), (live.filter,)) if has_live else ((), ())
    given = (scan.include_ou, scan.exclude_ou, *asked)
    return {
        name: tuple(value for value in values if value)
        for name, values in zip(LIMITS, given, strict=True)
    }


def _live_directories(urls: Iterable[str], settings: Settings) -> dict[str, LiveDirectory]:
    """The directories behind URLs; what searches them is loaded where there are any."""
    found = {}
    for url in urls:
        from readiness.command.live.directory import live_directory  # noqa: PLC0415 - as said

        found[url] = live_directory(url, settings.live)
    return found


def job_of(folder: Path, settings: Settings) -> Job:
    """What every process of a scan has to know.

    Raises:
        UsageError: something is wrong; says what, and where it stands.
    """
    return _job(folder, settings, chosen_checks(settings))


def _job(folder: Path, settings: Settings, checks: ChosenChecks) -> Job:
    scan = settings.scan
    return Job(
        folder,
        settings.plan,
        checks.severities,
        check_files=tuple(path.absolute() for path in scan.check_files),
        foreign=checks.foreign,
        include=tuple(map(fold_dn, scan.include_ou)),
        exclude=tuple(map(fold_dn, scan.exclude_ou)),
        by=scan.by,
        previews=scan.preview,
        check_timeout=scan.check_timeout,
        set_by_hand=checks.set_by_hand,
    )


def _source(
    location: str, directory: LiveDirectory | None, job: Job, further: Sequence[str]
) -> Source:
    if directory is None:
        return ExportSource(location)
    from readiness.sources.live.ldap_source import LdapSource  # noqa: PLC0415 - as above

    return LdapSource(directory, (*attributes_of(job), *further))


def attributes_of(job: Job) -> tuple[str, ...]:
    """What the checks that can run read of an entry."""
    checks, _ = job.checks()
    return attributes_read(
        checks, (*job.attributes_predicted(), *persons.attributes_read(job.plan))
    )


def cores() -> int:
    """The processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1
