"""readiness undo: take back what a journal says was done."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from readiness.command.help.exit_statuses import ends_with
from readiness.command.help.grouped_help import GroupedHelp
from readiness.command.live.directory import live_directory
from readiness.command.options import SIGN_IN, takes_only
from readiness.command.settings.option import FILE
from readiness.command.subcommands.repair_run import (
    STATUSES,
    WORDS,
    RepairRun,
    nothing_to_do,
    writing_options,
)
from readiness.errors import UsageError
from readiness.model.values import visible
from readiness.remediation.applying import journal as journals
from readiness.remediation.applying.undoing import confirmation, reversed_changes

if TYPE_CHECKING:
    from pathlib import Path

    from readiness.command.settings.settings import Settings


@takes_only(*SIGN_IN, "--rate", "--dry-run")
@ends_with(STATUSES)
@click.command("undo", cls=GroupedHelp, words=WORDS)
@click.argument("path", type=FILE, metavar="JOURNAL")
@click.argument("url", metavar="URL")
@writing_options
@click.pass_context
def undo_command(
    context: click.Context,
    /,
    settings: Settings,
    path: Path,
    url: str,
    *,
    yes: str | None,
    journal: Path | None,
    max_failures: int,
) -> None:
    """Take back what a journal says was done, the last change first.

    What somebody changed since is left alone. An undo is journaled itself, and can be undone.

    What replication or the synchronisation has carried on is put right by them, in their time.
    """
    done = journals.read(path)
    target = journal or path.with_suffix(".undo.jsonl")
    run = RepairRun(settings, url, max_failures, is_undo=True)
    if journals.is_begun(target):
        run.go_on_with(target, done.head.digest, "journal")
    domains = sorted(
        {record.domain for record in done.records.values() if done.sent(record.domain)}
    )
    if not domains:
        nothing_to_do(context, "the journal tells of nothing that was done")
    run.refuse_unconfirmed(yes, [confirmation(done, domain) for domain in domains])
    # ldap3 takes a while to load, which nobody waits for who is refused or asks for help
    from readiness.remediation.directories.directory_writer import DirectoryWriter  # noqa: PLC0415

    with closing(live_directory(url, settings.live)) as directory:
        writer = DirectoryWriter(directory)
        if writer.domain not in domains:
            raise UsageError(
                f"{writer.server} is of the domain {writer.domain}, and the journal is of"
                f" {visible(', '.join(domains))}"
            )
        changes, code = reversed_changes(done, writer.domain), confirmation(done, writer.domain)
        run.tolerated = {record.change: record.shared_with for record in done.sent(writer.domain)}
        run.confirm(len(changes), yes, code)
        summary, _ = run.carry_out(writer, [changes], target, done.head.digest)
    if len(domains) > 1:
        click.echo("There are changes in other domains: undo the journal there, too")
    if settings.live.dry_run:
        click.echo(f"To undo it unattended: --yes {code}")
    context.exit(summary.status)
