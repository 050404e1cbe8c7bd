"""The options of a scan, a module for each table of readiness.toml.

Each option has a variable of the environment and a key in its table; its value arrives in the
field of the same name of the record of `settings` that is called as the table.
"""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Any

import click

from readiness.command.options import gate, live, plan, report, scan, tenant
from readiness.command.settings.resolution import settings_of

if TYPE_CHECKING:
    from collections.abc import Callable

OPTIONS = (
    *scan.OPTIONS, *plan.OPTIONS, *gate.OPTIONS, *tenant.OPTIONS, *report.OPTIONS, *live.OPTIONS
)  # fmt: skip
"""In the order of the help."""


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
