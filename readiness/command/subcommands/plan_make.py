"""readiness plan make: a scan, and a plan of the changes that would repair what it found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness import __version__
from readiness.command.help.exit_statuses import WRONG_SETTING, ends_with
from readiness.command.help.grouped_help import GroupedHelp
from readiness.command.options import CHECKING, PREDICTION, READING, scan_options, takes_only
from readiness.command.outputs import STANDARD_OUTPUT, refuse_overwriting
from readiness.command.progress import progress
from readiness.command.repair_rules import rules_of
from readiness.command.scan_request import scan_request
from readiness.command.settings.option import FILE, SOURCE
from readiness.command.standard_streams import complain, reader_may_leave
from readiness.errors import UsageError
from readiness.model.values import visible
from readiness.pipeline.completion.unmatched_containers import unmatched_containers
from readiness.pipeline.scan import scan
from readiness.remediation.exports.diff import summary
from readiness.remediation.making.entry_reader import KeptSource, attributes_planned, entries
from readiness.remediation.making.make import make_plan
from readiness.remediation.repair_plan import plan_file
from readiness.reports.escaping import shown
from readiness.reports.texts.phrases import problems, was_nothing_read
from readiness.sources.export_source import ExportSource
from readiness.storage.temporary_folder import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.command.settings.settings import Settings
    from readiness.remediation.making.rules import Rules
    from readiness.sources.source import Source

FORCE = click.option("--force", is_flag=True, help="Write over a file that is there.")


@takes_only(*PREDICTION, *CHECKING, *READING, "--quiet", "--no-progress")
@ends_with(
    {
        0: "everything was read, and the plan is written",
        2: WRONG_SETTING,
        3: "something was not read, so that nothing is decided in advance",
        4: "there is nothing to scan",
    },
    "readiness plan make export.ldif --domain contoso.com --map corp.local=contoso.com -o p.json",
    "readiness plan make export.ldif --domain contoso.com --accept mechanical -o plan.json",
    "readiness plan make ldaps://dc1.contoso.com --auth kerberos --step 1 -o first.json",
)
@click.command(
    "make",
    cls=GroupedHelp,
    short_help="Plan the changes that would repair a directory.",
)
@click.argument("sources", nargs=-1, required=True, type=SOURCE, metavar="SOURCE...")
@click.option("-o", "--output", type=FILE, required=True, metavar="PATH", help="The plan.")
@click.option(
    "--accept",
    type=click.Choice(["mechanical", "deterministic"]),
    help="Decide what is beyond doubt, or also what follows from a rule: it is to be applied.",
)
@click.option(
    "--map",
    "suffixes",
    multiple=True,
    metavar="OLD=NEW",
    help="The new suffix of sign-in names, a verified domain; may be repeated.",
)
@click.option("--step", type=int, metavar="N", help="Only this step of the action plan.")
@click.option("--only-check", multiple=True, metavar="ID", help="Only what this check finds.")
@click.option("--only-ou", multiple=True, metavar="DN", help="Only objects below it.")
@FORCE
@scan_options
@click.pass_context
def make_command(
    context: click.Context,
    /,
    settings: Settings,
    sources: tuple[str, ...],
    *,
    output: Path,
    accept: str | None,
    suffixes: tuple[str, ...],
    step: int | None,
    only_check: tuple[str, ...],
    only_ou: tuple[str, ...],
    force: bool,
) -> None:
    """Write a plan of the changes that would repair a directory; nothing is changed.

    SOURCE is an export (LDIF, CSV or JSON, also .gz), - for standard input, or an LDAP URL.

    --step, --only-check and --only-ou choose changes; all checks run.
    """
    if str(output) == STANDARD_OUTPUT:
        raise UsageError("a plan is a file that only its owner can read: name one with -o")
    refuse_overwriting(settings, sources, [("the plan", str(output))])
    rules = replace(rules_of(settings, suffixes, accept, only_check, only_ou), step=step)
    if output.exists() and not force:
        raise UsageError(f"{output} is there already: name another file, or say --force")
    with private_folder() as folder:
        request = scan_request(folder, settings, sources, attributes_planned(settings.plan))
        kept = [_kept(source, folder / f"kept-{at}") for at, source in enumerate(request.sources)]
        request = replace(request, sources=kept)
        with progress(request.sources, settings.report) as tell:
            result = scan(request, tell)
        for warning in result.warnings:
            complain(f"warning: {warning}")
        for problem in problems(result):
            complain(problem)
        if was_nothing_read(result):
            # a plan of nothing would only be in the way of the next one
            context.exit(result.reading_status)
        _refuse_unknown_containers(rules, kept)
        for suffix in sorted(rules.suffix_map.keys() - result.counts.suffixes.keys()):
            complain(f"warning: no sign-in name of anybody in scope ends in “{visible(suffix)}”")
        rules = replace(rules, plan=result.plan)  # the export of the tenant may tell its domains
        if not rules.plan.verified_domains:
            complain("warning: no new suffix can be proposed without --domain")
        plan = make_plan(
            result,
            lambda: [_again(source) for source in kept],
            rules,
            tool=__version__,
        )
    if accept and not result.is_complete:
        complain(
            "--accept was not applied: the scan is incomplete, and what was not read may hold the"
            " same names; decide with “readiness plan review”"
        )
    plan_file.write(plan, output, is_forced=force)
    if not settings.report.quiet:
        with reader_may_leave():
            click.echo(summary(plan))
            click.echo(f"Written to {shown(str(output))}; “readiness plan show” shows it.")
    context.exit(result.reading_status)


def _kept(source: Source, path: Path) -> Source:
    """A source that can be read again: a file as it is, anything else kept while it is scanned."""
    # a pipe may have a path, too, and is empty when it is read again
    is_file = isinstance(source, ExportSource) and Path(source.location).is_file()
    return source if is_file else KeptSource(source, path)


def _refuse_unknown_containers(rules: Rules, sources: Iterable[Source]) -> None:
    """Warn of each --only-ou in which nothing is.

    Raises:
        UsageError: there is nothing in any of them.
    """
    found = entries(map(_again, sources), rules.plan, is_complete=False)
    given = {"--only-ou": rules.only_ous}
    unmatched = list(unmatched_containers(given, (entry.dn for entry in found)))
    if unmatched and len(unmatched) == len(rules.only_ous):
        raise UsageError("; ".join(unmatched))
    for warning in unmatched:
        complain(f"warning: {warning}")


def _again(source: Source) -> Source:
    return source.again() if isinstance(source, KeptSource) else ExportSource(source.location)
