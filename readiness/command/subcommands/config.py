"""readiness init and readiness config: a readiness.toml to start from, and what is in force."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.command.options import scan_options
from readiness.command.settings.config_file import NAME
from readiness.command.show_config import lines_in_force
from readiness.errors import UsageError
from readiness.reports.escaping import shown

if TYPE_CHECKING:
    from readiness.command.settings.settings import Settings


@click.command("init")
@click.argument("path", default=NAME, metavar="[PATH]")
def init_command(path: str) -> None:
    """Write a commented readiness.toml to start from; to - for standard output."""
    text = (files("readiness.command") / "templates" / NAME).read_text("utf-8")
    if path == "-":
        click.echo(text, nl=False)
        return
    try:
        with Path(path).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"{path} exists: delete it first, or name another file") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    click.echo(f"{path}: now fill in the [plan], and run “readiness config”")


@click.command("config")
@scan_options
@click.pass_context
def config_command(context: click.Context, /, settings: Settings) -> None:
    """Show what is in force, and where each value comes from.

    Takes the options of scan; a password is never shown.
    """
    for line in lines_in_force(context, settings):
        click.echo(shown(line))
