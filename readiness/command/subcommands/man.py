"""readiness man: the manual pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.command.cli import SUBCOMMANDS, cli
from readiness.command.manual_page import manual_page
from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable


@click.command("man")
@click.argument("name", required=False, type=click.Choice(list(SUBCOMMANDS)), metavar="[COMMAND]")
@click.option(
    "--into",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write the pages of all commands into a folder, to be found by man.",
)
def man_command(name: str | None, folder: Path | None) -> None:
    """Print the manual page of a command, or that of readiness itself.

    \b
    Examples:
      readiness man scan | man -l -
      readiness man --into ~/.local/share/man/man1
    """  # noqa: D301 - the mark of click for lines that stay as they are
    if folder is None:
        click.echo(manual_page(_context(name)), nl=False)
        return
    try:
        _write(folder, (None, *SUBCOMMANDS))
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from error


def _write(folder: Path, names: Iterable[str | None]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        path = folder / f"{'-'.join(filter(None, ('readiness', name)))}.1"
        path.write_text(manual_page(_context(name)), encoding="utf-8", newline="\n")


def _context(name: str | None) -> click.Context:
    """What a command knows of itself when it is called by its name."""
    main = click.Context(cli, info_name="readiness", **cli.context_settings)
    if name is None:
        return main
    command = cli.get_command(main, name)
    assert command  # noqa: S101 - the name is one of the choices
    return click.Context(command, info_name=name, parent=main)
