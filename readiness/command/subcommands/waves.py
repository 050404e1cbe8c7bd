"""readiness waves: who can go when."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.command.help.exit_statuses import WRONG_SETTING, ends_with
from readiness.command.help.grouped_help import GroupedHelp
from readiness.command.options import (
    CHECKING,
    HIDING,
    PREDICTION,
    READING,
    scan_options,
    takes_only,
)
from readiness.command.privacy import Privacy
from readiness.command.progress import progress
from readiness.command.scan_request import scan_request
from readiness.command.settings.option import SOURCE
from readiness.command.standard_streams import complain, data_output, reader_may_leave
from readiness.pipeline.scan import scan
from readiness.redaction.report import redacted
from readiness.reports.tables.waves import write_wave_tables, write_waves
from readiness.reports.texts.phrases import problems
from readiness.storage.temporary_folder import private_folder

if TYPE_CHECKING:
    from readiness.command.settings.settings import Settings


@takes_only(*PREDICTION, *CHECKING, *READING, *HIDING, "--by", "--quiet", "--no-progress")
@ends_with(
    {
        0: "everything was read",
        2: WRONG_SETTING,
        3: "something was not read, or not to its end",
        4: "there is nobody to group",
    },
    "readiness waves export.ldif --domain contoso.com",
    "readiness waves export.ldif --domain contoso.com --by department -o waves",
)
@click.command("waves", cls=GroupedHelp)
@click.argument("sources", nargs=-1, required=True, type=SOURCE, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write a CSV for each wave into a new folder.",
)
@scan_options
@click.pass_context
def waves_command(
    context: click.Context,
    /,
    settings: Settings,
    sources: tuple[str, ...],
    folder: Path | None,
) -> None:
    """Say who can go when: people by OU, suffix, department or manager (--by).

    SOURCE is an export (LDIF, CSV or JSON, also .gz), - for standard input, or an LDAP URL.

    Accounts of services and those with administrative rights come last, whatever their group.
    """
    grouping = settings.scan.by or "ou"
    redactor = Privacy(settings.report).of_console(sys.stdout)
    with private_folder() as private:
        request = scan_request(private, settings, sources)
        with progress(request.sources, settings.report) as tell:
            result = redacted(scan(request, tell), redactor)
        with reader_may_leave():
            write_waves(result, grouping, data_output())
        if folder and result.people.in_scope:
            tables = write_wave_tables(result, grouping, folder)
            if not settings.report.quiet:
                complain(f"{folder}: {tables} tables")
        for problem in problems(result):
            complain(problem)
        context.exit(result.reading_status)
