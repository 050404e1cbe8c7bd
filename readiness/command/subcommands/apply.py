"""readiness apply: make the changes of a repair plan that are decided."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from readiness.command.help.exit_statuses import ends_with
from readiness.command.help.grouped_help import GroupedHelp
from readiness.command.live.directory import live_directory
from readiness.command.options import SIGN_IN, takes_only
from readiness.command.settings.option import FILE
from readiness.command.standard_streams import complain
from readiness.command.subcommands.repair_run import (
    STATUSES,
    WORDS,
    RepairRun,
    nothing_to_do,
    writing_options,
)
from readiness.errors import UsageError
from readiness.model.wording import counted
from readiness.remediation.applying import journal as journals
from readiness.remediation.repair_plan import plan_file
from readiness.remediation.repair_plan.change import Decision

if TYPE_CHECKING:
    from pathlib import Path

    from readiness.command.settings.settings import Settings


@takes_only(*SIGN_IN, "--rate", "--dry-run")
@ends_with(STATUSES)
@click.command("apply", cls=GroupedHelp, words=WORDS)
@click.argument("path", type=FILE, metavar="PLAN")
@click.argument("url", metavar="URL")
@writing_options
@click.pass_context
def apply_command(
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
    """Make the changes of a plan that are decided, exactly as it says.

    URL is a writable domain controller: ldaps://dc1.contoso.com. Each object is read again before
    its change; what somebody changed meanwhile is refused. What is done stands in a journal beside
    the plan, from which it can be undone; after an interruption, the same command goes on.
    """
    plan = plan_file.read(path)
    target = journal or path.with_suffix(".journal.jsonl")
    run = RepairRun(settings, url, max_failures, is_undo=False)
    digest = plan_file.seal_of(plan)
    if journals.is_begun(target):
        run.go_on_with(target, digest, "plan")
    if not plan.provenance.is_complete:
        complain("warning: not everything was read when the plan was made")
    if not plan.to_apply:
        nothing_to_do(context, "nothing in the plan is decided to be applied")
    code = plan_file.confirmation(plan)
    run.refuse_unconfirmed(yes, [code])
    # ldap3 takes a while to load, which nobody waits for who is refused or asks for help
    from readiness.remediation.directories.directory_writer import DirectoryWriter  # noqa: PLC0415

    with closing(live_directory(url, settings.live)) as directory:
        writer = DirectoryWriter(directory)
        here, elsewhere = [], 0
        for stage in plan.stages:
            of_stage = [change for change in stage.changes if change.decision is Decision.APPLY]
            of_domain = [change for change in of_stage if writer.holds(change.dn)]
            here.append(of_domain)
            elsewhere += len(of_stage) - len(of_domain)
        changes = [change for stage in here for change in stage]
        if not changes:
            raise UsageError(
                f"{writer.server} is of the domain {writer.domain}, and no change that is decided"
                " is about an object of that"
            )
        run.confirm(len(changes), yes, code)
        stages = [stage for stage in here if stage]
        summary, is_last = run.carry_out(writer, stages, target, digest)
    if elsewhere:
        click.echo(f"{counted(elsewhere, 'change')} in other domains: apply the plan there, too")
    if not is_last and summary.status == 0:
        click.echo("Wait for replication, then run the same command again for the next stage.")
        context.exit(3)
    context.exit(summary.status)
