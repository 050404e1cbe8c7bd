"""readiness init and readiness config: a readiness.toml to start from, and what is in force."""

from __future__ import annotations

import json
from importlib.resources import files
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.command.config_file.reader import NAME
from readiness.command.help.exit_statuses import PRINTED, ends_with
from readiness.command.help.grouped_help import GroupedHelp
from readiness.command.options import scan_options
from readiness.command.settings.chosen_checks import known_checks, refuse_unknown
from readiness.command.settings.option import options_of
from readiness.errors import UsageError
from readiness.reports.escaping import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.command.config_file.origin import Origin
    from readiness.command.settings.settings import Settings


@ends_with({0: "the file is written"})
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
    click.echo(f"{shown(path)}: now fill in the [plan], and run “readiness config”")


@ends_with(PRINTED)
@click.command("config", cls=GroupedHelp, refers=True)
@scan_options
@click.pass_context
def config_command(context: click.Context, /, settings: Settings) -> None:
    """Show what is in force, and where each value comes from.

    A password is never shown.
    """
    for line in _lines_in_force(context, settings):
        click.echo(shown(line))


def _lines_in_force(context: click.Context, settings: Settings) -> Iterator[str]:
    """What is in force, laid out as readiness.toml, with where each value comes from.

    Raises:
        UsageError: a setting names no check.
    """
    known = known_checks(settings.scan.check_files, settings.scan.check_timeout)
    refuse_unknown(settings, known)
    yield f"# {settings.config_file or 'no readiness.toml'}"
    in_tables = (option for option in options_of(context.command) if option.table)
    for table, options in groupby(in_tables, key=attrgetter("table")):
        yield from ("", f"[{table}]")
        for option in options:
            name = option.name or ""
            yield _line(option.key, context.params[name], settings.origins[name])
    for title, placed_values in (
        ("gate.max", settings.gate.budgets),
        ("severity", settings.gate.severities),
    ):
        if placed_values:
            yield from ("", f"[{title}]")
        for name, placed in placed_values.items():
            yield _line(f'"{name}"', str(placed.value), placed.origin)
    for rule in settings.gate.suppressions:
        until = f" until {rule.expires}" if rule.expires else ""
        yield f"# suppressed{until}: {rule.check} for {rule.scope} {rule.value}  # {rule.where}"


def _line(key: str, value: object, origin: Origin) -> str:
    if value in (None, ()):
        return f"# {key} is not set"
    plain = value
    if isinstance(value, tuple):
        plain = [str(item) for item in value]
    elif not isinstance(value, bool | int):
        plain = str(value)
    return f"{key} = {json.dumps(plain, ensure_ascii=False)}  # {origin}"
