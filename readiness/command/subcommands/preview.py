"""readiness preview: what each object will be in the cloud."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from readiness.command.help.exit_statuses import WRONG_SETTING, ends_with
from readiness.command.help.grouped_help import GroupedHelp
from readiness.command.options import HIDING, PREDICTION, READING, scan_options, takes_only
from readiness.command.privacy import Privacy
from readiness.command.progress import progress
from readiness.command.scan_request import scan_request
from readiness.command.settings.option import SOURCE
from readiness.command.standard_streams import complain, data_output, reader_may_leave
from readiness.pipeline.scan import scan
from readiness.redaction.report import redacted
from readiness.reports.tables.preview import WRITERS, previewed
from readiness.reports.texts.phrases import problems
from readiness.storage.temporary_folder import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.command.settings.settings import Settings
    from readiness.pipeline.result import Result

_EVERY_CHECK = ("*",)


@takes_only(*PREDICTION, *READING, *HIDING, "--quiet", "--no-progress", but=("--stale-days",))
@ends_with(
    {
        0: "everything was read",
        2: WRONG_SETTING,
        3: "something was not read, or not to its end",
        4: "there is nothing to preview",
    },
    "readiness preview export.ldif --domain contoso.com --initial-domain contoso.onmicrosoft.com",
    "readiness preview export.ldif --domain contoso.com --only-changes --format csv > changes.csv",
)
@click.command("preview", cls=GroupedHelp)
@click.argument("sources", nargs=-1, required=True, type=SOURCE, metavar="SOURCE...")
@click.option(
    *("--format", "form"),
    type=click.Choice(list(WRITERS)),
    default="text",
    show_default=True,
    help="For people, for programs (a line of JSON an object), or for a spreadsheet.",
)
@click.option("--only-changes", is_flag=True, help="Only objects of which something changes.")
@scan_options
@click.pass_context
def preview_command(
    context: click.Context,
    /,
    settings: Settings,
    sources: tuple[str, ...],
    form: str,
    *,
    only_changes: bool,
) -> None:
    """Say what each object will be in the cloud, after the first synchronisation.

    SOURCE is an export (LDIF, CSV or JSON, also .gz), - for standard input, or an LDAP URL.

    Without --domain and --initial-domain only what does not depend on the tenant can be told.
    """
    asked_for = replace(settings.scan, select=(), ignore=_EVERY_CHECK, preview=True)
    settings = replace(settings, scan=asked_for)
    redactor = Privacy(settings.report).of_console(sys.stdout)
    with private_folder() as folder:
        request = scan_request(folder, settings, sources)
        with progress(request.sources, settings.report) as tell:
            result = scan(request, tell)
        with reader_may_leave():
            shown = redacted(result, redactor)
            WRITERS[form](previewed(shown, only_changes=only_changes), data_output())
        for problem in problems(result):
            complain(problem)
        if not settings.report.quiet:
            for note in _notes(result):
                complain(note)
        context.exit(result.reading_status)


def _notes(result: Result) -> Iterator[str]:
    """What a preview leaves open."""
    # an export of the tenant may have told its domains, too
    if not (result.plan.verified_domains and result.plan.initial_domain):
        yield (
            "only what is certain was said, since names and addresses depend on the tenant: say"
            " which domains it has with --domain and --initial-domain"
        )
    if result.tenant:
        yield (
            "of the tenant only the domains count here: whom an object meets there, and what it"
            " takes over or is refused, says readiness scan with --tenant"
        )
