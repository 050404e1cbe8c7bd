"""The command and its subcommands, and what somebody is told who names none."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from readiness import __version__
from readiness.command.help.suggestions import near
from readiness.command.standard_streams import reader_may_leave

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Subcommand(NamedTuple):
    """A command as it is listed, without being loaded."""

    module: str
    """Where in `subcommands` its function is, which is named as the command, and `_command`."""
    summary: str
    """The first sentence of its help."""


# Told here, too, though each command tells it: to load all of them for a list of what there is
# takes as long as a small scan, and a shell asks for the list at each press of a key.
_SECTIONS = {
    "Look at a directory": {
        "scan": Subcommand("scan", "Scan one or several directories together."),
        "preview": Subcommand(
            "preview",
            "Say what each object will be in the cloud, after the first synchronisation.",
        ),
        "waves": Subcommand(
            "waves", "Say who can go when: people by OU, suffix, department or manager (--by)."
        ),
        "compare": Subcommand(
            "compare", "Say what is new, fixed and persisting between two JSON reports."
        ),
    },
    "Repair it": {
        "plan": Subcommand("plan", "Plan repairs: make a plan, show it, export it, review it."),
        "apply": Subcommand(
            "apply", "Make the changes of a plan that are decided, exactly as it says."
        ),
        "undo": Subcommand(
            "undo", "Take back what a journal says was done, the last change first."
        ),
    },
    "Prepare": {
        "init": Subcommand(
            "config", "Write a commented readiness.toml to start from; to - for standard output."
        ),
        "config": Subcommand("config", "Show what is in force, and where each value comes from."),
        "doctor": Subcommand("live", "Try the way to a live directory step by step."),
        "snapshot": Subcommand(
            "live", "Keep what a scan of a live directory would read as an LDIF file."
        ),
        "tenant-export": Subcommand(
            "tenant_export", "Print the PowerShell that exports what --tenant needs."
        ),
    },
    "Ask": {
        "checks": Subcommand("checks", "List every check."),
        "explain": Subcommand(
            "checks", "Say what a check means, why it matters and how to fix what it finds."
        ),
        "schema": Subcommand(
            "schema",
            "Print the JSON Schema of the JSON report, or that of readiness.toml (config).",
        ),
        "completion": Subcommand(
            "completion", "Print what makes a shell complete commands, options and check ids."
        ),
        "man": Subcommand(
            "man", "Print the manual page of a command, or that of readiness itself."
        ),
    },
}
"""The commands as the help shows them: by what somebody wants."""
SUBCOMMANDS = {name: listed for section in _SECTIONS.values() for name, listed in section.items()}
"""All commands by name, in the order of the help."""
COMPLETION_VARIABLE = "_READINESS_COMPLETE"
"""What a shell sets when it asks for completions."""
_EXPORT_ENDINGS = frozenset({".ldif", ".ldf", ".gz", ".csv", ".json"})
_URLS = ("ldap://", "ldaps://")
_START = """\
To scan an export, or a live directory:

  readiness scan export.ldif --domain contoso.com -r report.html
  readiness scan ldaps://dc1.contoso.com --auth kerberos --domain contoso.com

--domain names the domains that the tenant has verified; “readiness init” writes a file to keep
them in, “readiness --help” lists all commands.
"""


class Subcommands(click.Group):
    """A group that loads a command when it is asked for: to load all takes longer than many run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature of click
        """The names of all commands."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """A command; None if there is none of the name."""
        if cmd_name not in SUBCOMMANDS:
            return None
        module = import_module(f"readiness.command.subcommands.{SUBCOMMANDS[cmd_name].module}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """Write the commands by section, each with its whole first sentence."""
        for title, section in _SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, listed.summary) for name, listed in section.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What a shell offers in the place of a command: the commands, and then the options."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - for shells alone

        commands = [
            CompletionItem(name, help=listed.summary)
            for name, listed in SUBCOMMANDS.items()
            if name.startswith(incomplete)
        ]
        # not that of a group, which loads each command to ask it for its sentence
        return commands + click.Command.shell_complete(self, ctx, incomplete)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names.

        Raises:
            click.UsageError: it names none; says what may be meant.
        """
        name = args[0]
        # while a shell completes a line (resilient_parsing), half a name is no mistake
        if name not in SUBCOMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            hint = f"write readiness scan {name}" if _is_source(name) else "see readiness --help"
            raise click.UsageError(
                f"there is no command “{name}”{near(name, SUBCOMMANDS) or f': {hint}'}"
            )
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was named.

        Raises:
            RuntimeError: something ended early, which click would take for an interruption.
        """
        try:
            # click would end with 1, which says that the gate failed
            with reader_may_leave():
                return super().invoke(ctx)
        except EOFError as error:
            raise RuntimeError(f"something ended early: {error}") from error


def _is_source(name: str) -> bool:
    """Whether somebody who writes this where a command belongs means a source to scan."""
    path = Path(name)
    is_export = path.suffix.lower() in _EXPORT_ENDINGS or path.exists()
    return is_export or name.lower().startswith(_URLS)


@click.group(
    cls=Subcommands,
    context_settings={"help_option_names": ["-h", "--help"]},
    # else click answers a bare “readiness” itself, and nobody sees how to begin
    invoke_without_command=True,
)
@click.option(
    "-V", "--version", "shows_version", is_flag=True, help="Show the version; -v tells more."
)
@click.option("-v", "--verbose", is_flag=True, help="With --version: everything it rests on.")
@click.pass_context
def cli(context: click.Context, *, shows_version: bool, verbose: bool) -> None:
    """Find what is wrong in a directory before it is synchronised to Microsoft Entra ID."""
    if shows_version:
        click.echo(f"readiness {__version__}")
        if verbose:
            # both take long, and serve no other command
            from importlib.metadata import version  # noqa: PLC0415

            from readiness.directory.addresses.dns_domain import data_date  # noqa: PLC0415

            click.echo(f"Python {sys.version.split()[0]}")
            click.echo(f"public suffix list of {data_date()}")
            for package in ("click", "jinja2", "ldap3"):
                click.echo(f"{package} {version(package)}")
    elif context.invoked_subcommand is None:
        click.echo(f"{_START}\n{context.get_help()}")
        # a scheduled task is alone in its console, too, but has something to do
        if os.name == "nt":
            import_module("readiness.command.double_click").wait_if_double_clicked()
