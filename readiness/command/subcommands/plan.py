"""readiness plan: the changes that would repair a directory, made, shown, exported, reviewed."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness import __version__
from readiness.command.grouped_help import GroupedHelp
from readiness.command.locations import is_url, refuse_hosts
from readiness.command.options import (
    CHECKING,
    PREDICTION,
    READING,
    SIGN_IN,
    scan_options,
    takes_only,
)
from readiness.command.outputs import STANDARD_OUTPUT, refuse_overwriting
from readiness.command.progress import progress
from readiness.command.repair_rules import rules_of
from readiness.command.scan_request import scan_request
from readiness.command.settings.idle_options import refuse_idle
from readiness.command.settings.option import FILE, SOURCE
from readiness.command.standard_streams import complain, data_output, reader_may_leave
from readiness.errors import UsageError
from readiness.model.values import visible
from readiness.model.wording import counted
from readiness.pipeline.completion.unmatched_containers import unmatched_containers
from readiness.pipeline.scan import scan
from readiness.remediation.applying.drift import drift, drift_summary
from readiness.remediation.directories.exported_directory import ExportedDirectory
from readiness.remediation.exports import ldif_export, markdown, powershell_export, review_table
from readiness.remediation.exports.diff import diff, summary
from readiness.remediation.making.entry_reader import KeptSource, attributes_planned, entries
from readiness.remediation.making.make import make_plan
from readiness.remediation.repair_plan import plan_file
from readiness.remediation.repair_plan.private_file import write_private
from readiness.reports.answer import problems, was_nothing_read
from readiness.reports.escaping import shown
from readiness.sources.export_source import ExportSource
from readiness.storage.temporary_folder import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.command.settings.settings import Settings
    from readiness.remediation.making.rules import Rules
    from readiness.remediation.repair_plan.change import RepairPlan
    from readiness.sources.source import Source

_EPILOG = """\
\b
Examples:
  readiness plan make export.ldif --domain contoso.com --map corp.local=contoso.com -o plan.json
  readiness plan make export.ldif --domain contoso.com --accept mechanical -o plan.json
  readiness plan make ldaps://dc1.contoso.com --auth kerberos --step 1 -o first.json

\b
Exit status:
  0  everything was read, and the plan is written
  2  an option, a configuration or a check file is wrong
  3  something was not read, so that nothing is decided in advance
  4  there is nothing to scan
"""
_FORMATS = ("ldif", "powershell", "csv", "markdown", "rollback")
_IN_LDIF = frozenset({"ldif", "rollback"})
_WHATEVER_DECIDED = frozenset({"csv", "markdown"})
"""The formats that hold everything, so that people can decide."""
_UNDECIDED = (
    "Nothing is decided to be applied: decide with “readiness plan review”, or with"
    " “readiness plan make --accept”."
)
_INCOMPLETE, _EMPTY = 3, 4
_FORCE = click.option("--force", is_flag=True, help="Write over a file that is there.")


@click.group("plan", invoke_without_command=True)
@click.pass_context
def plan_command(context: click.Context) -> None:
    """Plan repairs: make a plan, show it, export it, review it."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@takes_only(*PREDICTION, *CHECKING, *READING, "--quiet", "--no-progress")
@plan_command.command("make", cls=GroupedHelp, epilog=_EPILOG)
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
@_FORCE
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

    SOURCE is an LDIF file, also .gz, or - for standard input; or an LDAP URL.

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
        with progress(request.sources, shown=not settings.report.no_progress) as tell:
            result = scan(request, tell)
        for warning in result.warnings:
            complain(f"warning: {warning}")
        for problem in problems(result):
            complain(problem)
        if was_nothing_read(result):
            context.exit(_INCOMPLETE)  # a plan of nothing would only be in the way of the next one
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
    plan_file.write(plan, output, is_forced=force)
    if not settings.report.quiet:
        with reader_may_leave():
            click.echo(summary(plan))
            click.echo(f"Written to {shown(str(output))}; “readiness plan show” shows it.")
    context.exit(result.exit_status if result.exit_status in {_INCOMPLETE, _EMPTY} else 0)


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


@takes_only(*SIGN_IN)
@plan_command.command("show", cls=GroupedHelp)
@click.argument("path", type=FILE, metavar="PLAN")
@click.option("--confirmation", is_flag=True, help="Only the code that apply --yes wants.")
@click.option(
    "--against",
    type=SOURCE,
    metavar="SOURCE",
    help="An export or an LDAP URL: which changes are stale, already done, or still right.",
)
@scan_options
def show_command(
    settings: Settings, path: Path, against: str | None, *, confirmation: bool
) -> None:
    """Show a plan as a diff, with everything that hides made visible.

    Before what goes stands -, before what comes +; blanks that matter are shown as ·.
    """
    refuse_idle(settings, has_live=bool(against and is_url(against)), has_export=True)
    if confirmation and against:
        raise UsageError("--confirmation shows only the code: leave out --against")
    plan = plan_file.read(path)
    with reader_may_leave():
        if confirmation:
            click.echo(plan_file.confirmation(plan))
            return
        found = _drift(plan, against, settings) if against else {}
        output = data_output()
        for line in diff(plan, found):
            output.write(f"{line}\n")
        if found:
            output.write(f"{drift_summary(found)}\n")
        code = f"To apply it unattended: --yes {plan_file.confirmation(plan)}"
        output.write(f"{code if plan.to_apply else _UNDECIDED}\n")


def _drift(plan: RepairPlan, against: str, settings: Settings) -> dict[str, str]:
    """The state of each change in a directory as it is now."""
    if not is_url(against):
        refuse_hosts([against])
        guids = {change.guid for change in plan.changes}
        return drift(plan.changes, ExportedDirectory([ExportSource(against)], guids))
    # what talks to a directory is loaded where there is one
    from readiness.command.live.directory import live_directory  # noqa: PLC0415
    from readiness.remediation.directories.directory_reader import DirectoryReader  # noqa: PLC0415

    with closing(live_directory(against, settings.live)) as directory:
        reader = DirectoryReader(directory)
        here = [change for change in plan.changes if reader.holds(change.dn)]
        if plan.changes and not here:
            raise UsageError(
                f"{reader.server} is of the domain {reader.domain}, and no change of the plan is"
                " about an object of that"
            )
        if elsewhere := len(plan.changes) - len(here):
            complain(f"warning: {counted(elsewhere, 'change')} in other domains: look there, too")
        return drift(here, reader)


@plan_command.command("export")
@click.argument("path", type=FILE, metavar="PLAN")
@click.option(
    *("--format", "form"),
    type=click.Choice(_FORMATS),
    required=True,
    help="What changes the directory, what takes that back, or a table to decide in.",
)
@click.option("-o", "--output", type=FILE, required=True, metavar="PATH", help="The file.")
@click.option("--crlf", is_flag=True, help="Lines of LDIF end as ldifde likes it.")
@_FORCE
@click.pass_context
def export_command(
    context: click.Context,
    /,
    path: Path,
    form: str,
    output: Path,
    *,
    crlf: bool,
    force: bool,
) -> None:
    """Write what is decided to be applied for other tools; as csv and markdown, everything.

    Of the formats, csv is for review in a spreadsheet: “readiness plan review” reads it back.
    """
    if crlf and form not in _IN_LDIF:
        raise UsageError(f"--crlf is for LDIF: leave it out of --format {form}")
    plan = plan_file.read(path)
    if not plan.to_apply and form not in _WHATEVER_DECIDED:
        complain(_UNDECIDED)  # an empty file would look like work that is done
        context.exit(_EMPTY)
    files = list(_exported(plan, form, output, crlf=crlf))
    for target, _ in files:
        if target.exists() and not force:
            raise UsageError(f"{target} is there already: name another file, or say --force")
        if target.exists() and target.samefile(path):
            raise UsageError(f"{target} is the plan itself: name another file")
    for target, content in files:
        write_private(target, content, "the export", is_forced=force)
        click.echo(f"Written: {shown(str(target))}")


def _exported(
    plan: RepairPlan, form: str, output: Path, *, crlf: bool
) -> Iterator[tuple[Path, str]]:
    """The files of an export, each with its content."""
    if form in _IN_LDIF:
        ldif = ldif_export.export(plan) if form == "ldif" else ldif_export.rollback(plan)
        yield output, ldif.replace("\n", "\r\n") if crlf else ldif
    elif form == "csv":
        yield output, review_table.export(plan)
    elif form == "markdown":
        yield output, markdown.export(plan)
    else:
        data = powershell_export.data_of(plan)
        beside = powershell_export.data_path(output)
        yield beside, data
        yield output, powershell_export.script_of(data, beside.name)


@plan_command.command("review")
@click.argument("path", type=FILE, metavar="PLAN")
@click.option("--from", "table", type=FILE, required=True, metavar="CSV", help="The table.")
@click.option("-o", "--output", type=FILE, metavar="PATH", help="Instead of the plan itself.")
@_FORCE
def review_command(path: Path, table: Path, output: Path | None, *, force: bool) -> None:
    """Take the decisions of a table into the plan that it was exported from.

    A CSV file of IdFix is taken, too, as far as it asks for what the plan offers.
    """
    plan = plan_file.read(path)
    plan, strange = review_table.reviewed(plan, table)
    plan_file.check_decisions(plan, table)
    for line in strange:
        complain(f"warning: {table}, {line}")
    plan_file.write(plan, output or path, is_forced=force or output is None)
    click.echo(summary(plan))
