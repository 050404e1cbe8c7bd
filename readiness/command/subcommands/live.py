"""readiness doctor and readiness snapshot: the way to a live directory, and a copy of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from readiness.command.help.exit_statuses import ends_with
from readiness.command.help.grouped_help import GroupedHelp
from readiness.command.live.connection_check import examine_connection
from readiness.command.live.directory import live_directory
from readiness.command.live.snapshot import redactor_of, snapshot
from readiness.command.options import CHECKING, READING, SIGN_IN, scan_options, takes_only
from readiness.command.progress import progress
from readiness.command.scan_request import attributes_of, job_of
from readiness.command.settings.option import FILE
from readiness.command.standard_streams import complain, reader_may_leave
from readiness.errors import UsageError
from readiness.reports.escaping import shown
from readiness.sources.live.ldap_source import LdapSource
from readiness.storage.temporary_folder import private_folder

if TYPE_CHECKING:
    from pathlib import Path

    from readiness.command.settings.settings import Settings


def _attributes(settings: Settings) -> tuple[str, ...]:
    with private_folder() as folder:
        return attributes_of(job_of(folder, settings))


@takes_only(
    "plan", *CHECKING, *READING, "--redact", "--redact-key-file", "--quiet", "--no-progress"
)
@ends_with(
    {
        0: "everything was read, and is in the file",
        3: "the directory could not be read, or not to its end",
    }
)
@click.command("snapshot", cls=GroupedHelp)
@click.argument("url", metavar="URL")
@click.argument("path", type=FILE, required=False, metavar="[PATH]")
@click.option("-o", "--output", type=FILE, metavar="PATH", help="The file, if not the argument.")
@scan_options
def snapshot_command(settings: Settings, url: str, path: Path | None, output: Path | None) -> None:
    """Keep what a scan of a live directory would read as an LDIF file.

    A PATH that ends in .gz is compressed. With --redact pseudonyms, a
    scan of the file finds the same, and it names nobody.
    """
    target = path or output
    if target is None or (path and output):
        raise UsageError("name the file to write, once: readiness snapshot URL -o contoso.ldif.gz")
    report = settings.report
    redactor = redactor_of(report)
    # a preview, a forecast or a plan of the file reads more than checks do: it must be there, too
    more = replace(settings, scan=replace(settings.scan, preview=True))
    source = LdapSource(live_directory(url, settings.live), _attributes(more))
    with progress([], report) as tell:
        kept = snapshot(source, target, tell, redactor)
    for warning in (*settings.warnings, *source.warnings):
        complain(f"warning: {warning}")
    if not report.quiet:
        click.echo(
            f"{kept.path}: {kept.entries:,} entries, {kept.size:,} bytes of LDIF;"
            f" {source.searches:,} searches, {source.waited:.1f} s of waiting for the server"
        )


@takes_only("plan", *SIGN_IN, "--base", "--filter", "--forest")
@ends_with({0: "every step is fine", 3: "a step failed, or stayed open"})
@click.command("doctor", cls=GroupedHelp)
@click.argument("url", metavar="URL")
@scan_options
@click.pass_context
def doctor_command(context: click.Context, /, settings: Settings, url: str) -> None:
    """Try the way to a live directory step by step.

    What needs no user is tried without one, too.
    """
    live = settings.live
    signs_in = bool(live.user) or live.auth not in ("simple", "ntlm")
    if not signs_in:
        live = replace(live, auth="anonymous")
    is_fine = True
    steps = examine_connection(
        live_directory(url, live).options, _attributes(settings), signs_in=signs_in
    )
    for step in steps:
        # somebody who needs no more than the status may close the pipe: the next steps count, too
        with reader_may_leave():
            click.echo(f"{step.outcome:5} {step.name:10} {shown(step.text)}")
        is_fine = is_fine and step.outcome == "ok"
    context.exit(0 if is_fine else 3)
