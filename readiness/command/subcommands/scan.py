"""readiness scan: one or several directories, scanned together."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from readiness.command.help.exit_statuses import WRONG_SETTING, ends_with
from readiness.command.help.grouped_help import GroupedHelp
from readiness.command.locations import is_url
from readiness.command.options import scan_options
from readiness.command.outputs import (
    STANDARD_OUTPUT,
    Report,
    refuse_overwriting,
    reports_of,
    write_new_baseline,
    write_reports,
    write_step_summary,
)
from readiness.command.privacy import Privacy
from readiness.command.progress import progress
from readiness.command.scan_request import attributes_of, job_of, scan_request
from readiness.command.settings.idle_options import refuse_idle
from readiness.command.settings.option import SOURCE, options_of
from readiness.command.standard_streams import complain, reader_may_leave
from readiness.gating.history import add_to_history, read_history
from readiness.gating.verdict import Verdict
from readiness.pipeline.history_entry import history_entry
from readiness.pipeline.scan import scan
from readiness.redaction.report import redacted
from readiness.reports.console import write_console
from readiness.reports.escaping import shown
from readiness.reports.texts.phrases import problems
from readiness.storage.temporary_folder import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.command.settings.settings import LiveSettings, ReportSettings, Settings
    from readiness.pipeline.processes.job import Job
    from readiness.pipeline.result import Result

_PROBLEMS_MAX = 10
"""So many problems are told on standard error; the reports have them all."""


@ends_with(
    {
        0: "everything was read, and the gate passed",
        1: "everything was read, and the gate failed",
        2: WRONG_SETTING,
        3: "something was not read, or not to its end, or a check crashed",
        4: "there is nothing to scan",
    },
    "readiness scan export.ldif --domain contoso.com",
    "readiness scan a.ldif b.ldif.gz -r report.html -r report.json",
    "readiness scan ldaps://dc1.contoso.com --auth kerberos --forest",
    "readiness scan export.ldif --max error=2% --baseline known.json",
)
@click.command("scan", cls=GroupedHelp)
@click.argument("sources", nargs=-1, required=True, type=SOURCE, metavar="SOURCE...")
@scan_options
@click.pass_context
def scan_command(context: click.Context, /, settings: Settings, sources: tuple[str, ...]) -> None:
    """Scan one or several directories together.

    SOURCE is an export (LDIF, CSV or JSON, also .gz), - for standard input, or an LDAP URL.
    """
    reports, privacy = reports_of(settings.report), Privacy(settings.report)
    refuse_overwriting(settings, sources)
    history = read_history(settings.report.history) if settings.report.history else ()
    is_quiet = settings.report.quiet
    with private_folder() as folder:
        if settings.live.dry_run:
            refuse_idle(settings, has_live=any(map(is_url, sources)), has_export=True)
            _tell_search(sources, settings.live, job_of(folder, settings))
            return
        request = scan_request(folder, settings, sources)
        with progress(request.sources, settings.report) as tell:
            result = replace(scan(request, tell), not_of_preview=_not_of_preview())
        if kept := settings.report.history:
            result = replace(result, history=(*history, history_entry(result)))
        has_summary = not is_quiet and all(report.path != STANDARD_OUTPUT for report in reports)
        if not has_summary:
            told = redacted(result, privacy.of_console(sys.stderr))
            for warning in told.warnings:
                complain(f"warning: {warning}")
        write_reports(result, reports, privacy)
        write_step_summary(result, privacy)
        baseline = settings.gate.write_baseline
        if baseline and not write_new_baseline(result, baseline):
            complain("warning: the scan is incomplete, so it makes no baseline")
        if kept and result.is_complete:
            add_to_history(kept, result.history[-1])
        elif kept:
            complain("warning: the scan is incomplete, so it is not added to the history")
        if not has_summary:
            _tell_problems(told)
        else:
            with reader_may_leave():
                _summarise(result, privacy, reports, settings.report)
        context.exit(result.exit_status)


def _not_of_preview() -> frozenset[str]:
    """The options of a scan that `readiness preview` does not take, whose command reports print."""
    from readiness.command.subcommands.preview import (  # noqa: PLC0415 - commands load themselves
        preview_command,
    )

    options = options_of(preview_command)
    return frozenset(option.name or "" for option in options if not option.is_taken)


def _tell_search(sources: Iterable[str], settings: LiveSettings, job: Job) -> None:
    """Say what a scan would ask of live directories."""
    from readiness.command.live.directory import (  # noqa: PLC0415 - takes longer than many a scan
        live_directory,
        search_in_words,
    )

    for url in filter(is_url, sources):
        with closing(live_directory(url, settings)) as directory:
            for line in search_in_words(directory, attributes_of(job)):
                click.echo(shown(line))


def _tell_problems(result: Result) -> None:
    """Say why a scan is incomplete to somebody who sees no summary."""
    if result.verdict is Verdict.EMPTY:
        complain("there is nobody to synchronise in what was read")
    if result.is_complete:
        return
    told = problems(result)
    for problem in told[:_PROBLEMS_MAX]:
        complain(problem)
    if len(told) > _PROBLEMS_MAX:
        complain(f"{len(told) - _PROBLEMS_MAX:,} more problems are in the reports")


def _summarise(
    result: Result, privacy: Privacy, reports: Iterable[Report], settings: ReportSettings
) -> None:
    is_coloured = sys.stdout.isatty() and not settings.no_color and not os.environ.get("NO_COLOR")
    write_console(
        redacted(result, privacy.of_console(sys.stdout)),
        sys.stdout,
        click.style if is_coloured else _plain,
        is_verbose=settings.verbose,
    )
    for report in reports:
        click.echo(f"{report.format.name.upper()} report: {shown(report.path)}")


def _plain(text: str, **_: Any) -> str:
    return text
