"""Shows what is in force, and where each value comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.core import ParameterSource

from readiness.command.options import Configurable
from readiness.command.settings import budgets_of, known_checks, severities_of, suppressions_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

    from readiness.command.config_file import Configuration
    from readiness.command.settings import Given


def settings_of(context: click.Context, given: Given) -> Iterator[str]:
    """What is in force, laid out as readiness.toml, with where each value comes from."""
    configuration: Configuration = given["configuration"]
    classes = known_checks(given["check_files"])
    yield f"# {configuration.path or 'no readiness.toml'}"
    table = ""
    for one in context.command.params:
        if not isinstance(one, Configurable) or one.table is None:
            continue
        if one.table != table:
            yield from ("", f"[{one.table}]")
            table = one.table
        yield _setting(one.key, given[one.name or ""], _origin(context, one, configuration))
    for title, placed in (
        ("gate.max", budgets_of(given, classes)),
        ("severity", severities_of(given, classes)),
    ):
        if placed:
            yield from ("", f"[{title}]")
        for name, level in placed.items():
            yield _setting(f'"{name}"', str(level.value), level.where)
    for rule in suppressions_of(given, classes):
        until = f" until {rule.expires}" if rule.expires else ""
        yield f"# suppressed{until}: {rule.check} for {rule.scope} {rule.value}  # {rule.where}"


def _setting(key: str, value: object, origin: str) -> str:
    if value in (None, ()):
        return f"# {key} is not set"
    plain = value
    if isinstance(value, tuple):
        plain = [str(one) for one in value]
    elif not isinstance(value, bool | int):
        plain = str(value)
    return f"{key} = {json.dumps(plain, ensure_ascii=False)}  # {origin}"


def _origin(context: click.Context, one: Configurable, configuration: Configuration) -> str:
    source = context.get_parameter_source(one.name or "")
    if source is ParameterSource.COMMANDLINE:
        return "command line"
    if source is ParameterSource.ENVIRONMENT:
        return f"environment: {one.envvar}"
    if source is ParameterSource.DEFAULT_MAP:
        return configuration.options[one.name or ""].where
    return "default"
