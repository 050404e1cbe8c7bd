"""readiness man: the manual pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.command.cli import SUBCOMMANDS, cli
from readiness.command.help.exit_statuses import PRINTED, ends_with
from readiness.command.help.manual_page import manual_page
from readiness.command.help.suggestions import near
from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


@ends_with(
    PRINTED,
    "readiness man scan | man -l -",
    "readiness man plan make",
    "readiness man --into ~/.local/share/man/man1",
)
@click.command("man")
@click.argument("names", nargs=-1, metavar="[COMMAND]...")
@click.option(
    "--into",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write the pages of all commands into a folder, to be found by man.",
)
def man_command(names: tuple[str, ...], folder: Path | None) -> None:
    """Print the manual page of a command, or that of readiness itself."""
    main = click.Context(cli, info_name="readiness", **cli.context_settings)
    if folder is None:
        click.echo(manual_page(_named(main, names)), nl=False)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for context in _all(main):
            path = folder / f"{context.command_path.replace(' ', '-')}.1"
            path.write_text(manual_page(context), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from error


def _named(context: click.Context, names: tuple[str, ...]) -> click.Context:
    """The command that is called by some words, such as `plan make`.

    Raises:
        UsageError: there is none.
    """
    for name in names:
        found = [below for below in _below(context) if below.info_name == name]
        if not found:
            raise UsageError(
                f"{context.command_path} has no command “{name}”{near(name, SUBCOMMANDS)}"
            )
        [context] = found
    return context


def _all(context: click.Context) -> Iterator[click.Context]:
    yield context
    for below in _below(context):
        yield from _all(below)


def _below(context: click.Context) -> Iterator[click.Context]:
    """The commands of a command, each knowing how it is called."""
    group = context.command
    if not isinstance(group, click.Group):
        return
    for name in group.list_commands(context):
        if command := group.get_command(context, name):
            yield click.Context(command, info_name=name, parent=context)
