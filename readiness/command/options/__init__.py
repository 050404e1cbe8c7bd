"""The options of a scan, a module for each table of readiness.toml.

Each option has a variable of the environment and a key in its table; its value arrives in the
field of the same name of the record of `settings` that is called as the table.
"""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Any, TypeVar

import click

from readiness.command.options import gate, live, plan, report, scan, tenant
from readiness.command.settings.option import options_of
from readiness.command.settings.resolution import settings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    Command = TypeVar("Command", bound=click.Command)

OPTIONS = (
    *scan.OPTIONS, *plan.OPTIONS, *gate.OPTIONS, *tenant.OPTIONS, *report.OPTIONS, *live.OPTIONS
)  # fmt: skip
"""In the order of the help."""
PREDICTION = ("plan", "tenant", "--include-ou", "--exclude-ou", "--jobs", "--exported-attributes")
"""Groups of options, and options, on which it depends what the cloud makes of each object,"""
CHECKING = ("--select", "--ignore", "--set-severity", "--check-file", "--check-timeout")
"""what the checks say of it,"""
SIGN_IN = (
    "--user", "--password-file", "--password-stdin", "--auth", "--start-tls", "--ca-file",
    "--insecure", "--allow-cleartext", "--timeout",
)  # fmt: skip
"""how a directory lets us in,"""
READING = (*SIGN_IN, "--base", "--filter", "--page-size", "--rate", "--forest")
"""what of it is read, and how fast,"""
HIDING = ("--redact", "--redact-key-file", "--show-values")
"""and what is shown of people."""
_ALWAYS = ("--config", "--no-config", "--no-color", "--debug")


def takes_only(*names: str, but: Container[str] = ()) -> Callable[[Command], Command]:
    """Let a command take these of the options of a scan, by group or name: those that it heeds.

    An option that changes nothing would be believed: `preview --select` would say what it checked.
    """
    taken = {*names, *_ALWAYS}

    def restricted(command: Command) -> Command:
        for option in options_of(command):
            if not taken & {option.group, option.long_name} or option.long_name in but:
                option.leave_out()
        return command

    return restricted


def scan_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command all options of a scan, which it gets as Settings, before its arguments."""

    @click.pass_context
    def with_settings(context: click.Context, /, **given: Any) -> Any:
        settings, arguments = settings_of(context, given)
        return context.invoke(command, settings, **arguments)

    decorated: Callable[..., Any] = update_wrapper(with_settings, command)
    for decorate in reversed(OPTIONS):
        decorated = decorate(decorated)
    return decorated
