"""readiness plan: the changes that would repair a directory, shown, exported, reviewed."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from readiness.command.help.exit_statuses import ends_with
from readiness.command.help.grouped_help import GroupedHelp
from readiness.command.locations import is_url, refuse_hosts
from readiness.command.options import SIGN_IN, scan_options, takes_only
from readiness.command.settings.idle_options import refuse_idle
from readiness.command.settings.option import FILE, SOURCE
from readiness.command.standard_streams import complain, data_output, reader_may_leave
from readiness.command.subcommands.plan_make import FORCE, make_command
from readiness.errors import UsageError
from readiness.model.values import visible
from readiness.model.wording import counted
from readiness.remediation.applying.drift import drift, drift_summary
from readiness.remediation.directories.exported_directory import ExportedDirectory
from readiness.remediation.exports import ldif_export, markdown, powershell_export, review_table
from readiness.remediation.exports.diff import diff, summary
from readiness.remediation.repair_plan import plan_file
from readiness.remediation.repair_plan.private_file import write_private
from readiness.reports.escaping import shown
from readiness.sources.export_source import ExportSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from readiness.command.settings.settings import Settings
    from readiness.remediation.directories.directory_reader import DirectoryReader
    from readiness.remediation.repair_plan.change import RepairPlan

_FORMATS = ("ldif", "powershell", "csv", "markdown", "rollback")
_IN_LDIF = frozenset({"ldif", "rollback"})
_WHATEVER_DECIDED = frozenset({"csv", "markdown"})
"""The formats that hold everything, so that people can decide."""
_UNDECIDED = "Nothing is decided to be applied: decide with “readiness plan review”"
_DOMAINS_TOLD = 3
_EMPTY = 4
"""The exit status where nothing is to be done."""


@click.group("plan", invoke_without_command=True)
@click.pass_context
def plan_command(context: click.Context) -> None:
    """Plan repairs: make a plan, show it, export it, review it."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


plan_command.add_command(make_command)


@takes_only(*SIGN_IN)
@ends_with({0: "it is shown", 3: "the directory of --against could not be read"})
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
        output.write(f"{code if plan.to_apply else _how_to_decide(plan)}\n")


def _how_to_decide(plan: RepairPlan) -> str:
    """What to do with a plan of which nothing is to be applied."""
    if plan.provenance.is_complete:
        return f"{_UNDECIDED}, or with “readiness plan make --accept”."
    return f"{_UNDECIDED}; --accept decides nothing, since not everything was read."


def _drift(plan: RepairPlan, against: str, settings: Settings) -> dict[str, str]:
    """The state of each change in a directory as it is now."""
    if not is_url(against):
        refuse_hosts([against])
        guids = {change.guid for change in plan.changes}
        export = ExportedDirectory([ExportSource(against)], guids)
        told = visible(", ".join(sorted(filter(None, export.domains))[:_DOMAINS_TOLD]))
        return _drift_here(plan, export, against, told)
    # what talks to a directory is loaded where there is one
    from readiness.command.live.directory import live_directory  # noqa: PLC0415
    from readiness.remediation.directories.directory_reader import DirectoryReader  # noqa: PLC0415

    with closing(live_directory(against, settings.live)) as directory:
        reader = DirectoryReader(directory)
        return _drift_here(plan, reader, reader.server, reader.domain)


def _drift_here(
    plan: RepairPlan, directory: DirectoryReader | ExportedDirectory, name: str, domain: str
) -> dict[str, str]:
    """The state of each change that is about an object of a directory.

    Raises:
        UsageError: none is, so that all of them would look stale.
    """
    here = [change for change in plan.changes if directory.holds(change.dn)]
    if plan.changes and not here:
        is_of = f"is of the domain {domain}" if domain else "tells no domain"
        raise UsageError(f"{name} {is_of}, and no change of the plan is about an object of that")
    if elsewhere := len(plan.changes) - len(here):
        complain(f"warning: {counted(elsewhere, 'change')} in other domains: look there, too")
    return drift(here, directory)


@ends_with({0: "the file is written", _EMPTY: "nothing is decided to be applied"})
@plan_command.command("export", short_help="Write a plan for other tools, or to decide in.")
@click.argument("path", type=FILE, metavar="PLAN")
@click.option(
    *("--format", "form"),
    type=click.Choice(_FORMATS),
    required=True,
    help="What changes the directory, what takes that back, or a table to decide in.",
)
@click.option("-o", "--output", type=FILE, required=True, metavar="PATH", help="The file.")
@click.option("--crlf", is_flag=True, help="Lines of LDIF end as ldifde likes it.")
@FORCE
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
        complain(_how_to_decide(plan))  # an empty file would look like work that is done
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


@ends_with({0: "the decisions are in the plan"})
@plan_command.command("review", short_help="Take the decisions of a table into a plan.")
@click.argument("path", type=FILE, metavar="PLAN")
@click.option("--from", "table", type=FILE, required=True, metavar="CSV", help="The table.")
@click.option("-o", "--output", type=FILE, metavar="PATH", help="Instead of the plan itself.")
@FORCE
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
