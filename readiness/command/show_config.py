"""Shows what is in force, and where each value comes from."""

from __future__ import annotations

import json
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from readiness.command.chosen_checks import known_checks, refuse_unknown
from readiness.command.settings.option import options_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

    from readiness.command.settings.origin import Origin
    from readiness.command.settings.settings import Settings


def lines_in_force(context: click.Context, settings: Settings) -> Iterator[str]:
    """What is in force, laid out as readiness.toml, with where each value comes from.

    Raises:
        UsageError: a setting names no check.
    """
    refuse_unknown(settings, known_checks(settings.scan.check_files))
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
