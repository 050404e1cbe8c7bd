"""Makes one record of the command line, the environment and readiness.toml, in this order."""

from __future__ import annotations

import os
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from click.core import ParameterSource

from readiness.command.config_file.budgets import budget_of
from readiness.command.config_file.origin import Origin, Placed
from readiness.command.config_file.reader import (
    LEVELS,
    ConfigFile,
    read_config_file,
)
from readiness.command.config_file.search import Search, search
from readiness.command.settings.environment import unknown_variables
from readiness.command.settings.idle_options import refuse_contradictions
from readiness.command.settings.option import keys_of, options_of
from readiness.command.settings.plan_values import checked_attributes, checked_dns, checked_plan
from readiness.command.settings.repeated_options import repeated_options
from readiness.command.settings.settings import (
    GateSettings,
    LiveSettings,
    ReportSettings,
    ScanSettings,
    Settings,
    TenantSettings,
)
from readiness.errors import UsageError
from readiness.gating.gate import LEVELS as SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import click

    from readiness.gating.gate import Budget

_SHOWN_MAX = 80
"""An error message shows so many characters of a setting."""
_SHARES = "a share is at most 100%"
Record = TypeVar("Record", ScanSettings, GateSettings, ReportSettings, LiveSettings, TenantSettings)

_FILE = "readiness.config_file"
"""Where a context of click keeps the file that was read for it."""


def configure(context: click.Context, _: click.Parameter, given: Path | None) -> Path | None:
    """Read the file, and make its values the defaults of the other options.

    This is the callback of --config; click gives every other option its value after it.
    """
    found = Search(given, ())
    if given is None and not context.params.get("no_config"):
        found = search(Path.cwd())
    config_file = ConfigFile()
    if found.path is not None:
        config_file = read_config_file(found.path, keys_of(context.command))
    context.default_map = {name: placed.value for name, placed in config_file.options.items()}
    context.meta[_FILE] = (config_file, found.foreign)
    return found.path


def settings_of(
    context: click.Context, given: Mapping[str, Any]
) -> tuple[Settings, dict[str, Any]]:
    """The settings of a command, and the arguments that are no options of a scan.

    Raises:
        UsageError: a value is wrong; says where it stands, and what to write.
    """
    config_file, foreign = context.meta[_FILE]
    options = options_of(context.command)
    origins = dict(_origins(context, config_file))
    names = {option.name for option in options}
    arguments = {name: value for name, value in given.items() if name not in names}
    values = {name: value for name, value in given.items() if name in names}
    values["severities"] = _severities(values["severities"], config_file, origins)
    values["budgets"] = _budgets(values["budgets"], config_file, origins)
    values["suppressions"] = config_file.suppressions
    if values["exit_zero"]:
        context.params["fail_on"], origins["fail_on"] = _exit_zero(values["fail_on"], origins)
    values["fail_on"] = SEVERITIES.get(context.params["fail_on"])
    for name in ("include_ou", "exclude_ou"):
        checked_dns(values[name], origins[name])
    # Active Directory takes <GUID=…> and <SID=…>, too, for where a search begins
    if values["base"] and not values["base"].startswith("<"):
        checked_dns((values["base"],), origins["base"])
    values["exported_attributes"] = _exported(values["exported_attributes"], origins)
    if values["no_config"] and origins["config_file"].kind == "command line":
        raise UsageError("--config and --no-config exclude each other")
    refuse_contradictions(values, origins)
    variables = {option.envvar for option in options if isinstance(option.envvar, str)}
    return Settings(
        scan=_record(ScanSettings, values),
        plan=checked_plan(values, origins, _now()),
        gate=_record(GateSettings, values),
        report=_record(ReportSettings, values),
        live=_record(LiveSettings, values),
        tenant=_record(TenantSettings, values),
        config_file=config_file.path,
        maps=config_file.maps,
        warnings=(*map(_foreign, foreign), *unknown_variables(variables)),
        origins=origins,
        repeated=repeated_options(options, given, origins),
    ), arguments


def _record(kind: type[Record], values: Mapping[str, Any]) -> Record:
    """A record whose fields are named as the options are."""
    return kind(**{field.name: values[field.name] for field in fields(kind)})


def _origins(context: click.Context, config_file: ConfigFile) -> Iterator[tuple[str, Origin]]:
    """Where the value of each option comes from."""
    for option in options_of(context.command):
        name = option.name or ""
        source = context.get_parameter_source(name)
        if source is ParameterSource.COMMANDLINE:
            yield name, Origin("command line", option.long_name)
        elif source is ParameterSource.ENVIRONMENT:
            yield name, Origin("environment", str(option.envvar))
        elif source is ParameterSource.DEFAULT_MAP:
            yield name, config_file.options[name].origin
        else:
            yield name, Origin("default", option.long_name)


def _exit_zero(fail_on: str, origins: Mapping[str, Origin]) -> tuple[str, Origin]:
    """What --exit-zero makes of --fail-on.

    Raises:
        UsageError: --fail-on says something else.
    """
    if origins["fail_on"].kind == "command line" and fail_on != "never":
        raise UsageError("--exit-zero is --fail-on never: leave out one of them")
    return "never", origins["exit_zero"]


def _exported(
    names: tuple[str, ...] | None, origins: Mapping[str, Origin]
) -> tuple[str, ...] | None:
    if names is None:
        return None
    checked_attributes(names, origins["exported_attributes"])
    return ("all",) if "all" in map(str.lower, names) else names


def _severities(
    given: tuple[str, ...], config_file: ConfigFile, origins: Mapping[str, Origin]
) -> dict[str, Placed[str]]:
    """The levels of the file, and those of the options, which go before them."""
    origin = origins["severities"]
    levels = dict(config_file.severities)
    for setting in given:
        check, equals, level = setting.partition("=")
        if not equals or level not in LEVELS:
            raise UsageError(f"{origin.place} {setting}: write ID=LEVEL with {', '.join(LEVELS)}")
        levels[check] = Placed(level, origin)
    return levels


def _budgets(
    given: tuple[str, ...], config_file: ConfigFile, origins: Mapping[str, Origin]
) -> dict[str, Placed[Budget]]:
    """The budgets of the file, and those of the options, which go before them."""
    origin = origins["budgets"]
    budgets = dict(config_file.budgets)
    for setting in given:
        target, equals, most = setting.partition("=")
        budget = budget_of(target, most) if equals else None
        if budget is None:
            shown = setting[:_SHOWN_MAX]
            raise UsageError(f"{origin.place} {shown}: write ID=50, or SEVERITY=2%; {_SHARES}")
        budgets[target] = Placed(budget, origin)
    return budgets


def _foreign(path: Path) -> str:
    return f"{path} belongs to another user and is not used: see --config if you trust it"


def _now() -> datetime:
    """The time of the scan, which SOURCE_DATE_EPOCH pins.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    pinned = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.now(UTC) if pinned is None else datetime.fromtimestamp(int(pinned), UTC)
    except (ValueError, OverflowError, OSError) as error:
        shown = str(pinned)[:_SHOWN_MAX]
        raise UsageError(f"SOURCE_DATE_EPOCH is “{shown}”, not a number of seconds") from error
