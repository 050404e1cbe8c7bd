"""The help of a command that takes the options of a scan: in groups, and only those that matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from readiness.command.settings.option import options_of

if TYPE_CHECKING:
    from collections.abc import Collection

GROUPS = {
    "scan": "What is scanned",
    "plan": "The plan of the migration",
    "tenant": "What the tenant holds already",
    "gate": "The gate",
    "report": "Reports and output",
    "live": "Live directories",
}
"""The titles of the groups, in the order of the help."""


class GroupedHelp(click.Command):
    """A command whose help shows the options of a scan by group."""

    def __init__(self, *given: Any, shown: Collection[str] = tuple(GROUPS), **more: Any) -> None:
        """Take the groups that matter to the command; it takes the options of the others, too."""
        super().__init__(*given, **more)
        self._shown = shown

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options: those of a scan by group, and then the command's own."""
        grouped = options_of(self)
        for group, title in GROUPS.items():
            if group in self._shown:
                options = [option for option in grouped if option.group == group]
                _write(title, options, ctx, formatter)
        own = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        rest = [option for option in own if option not in grouped]
        _write("Options", rest, ctx, formatter)
        if len(self._shown) < len(GROUPS):
            formatter.write_paragraph()
            formatter.write_text("The other options of scan: readiness scan --help")


def _write(
    title: str,
    parameters: Collection[click.Parameter],
    ctx: click.Context,
    formatter: click.HelpFormatter,
) -> None:
    records = [parameter.get_help_record(ctx) for parameter in parameters]
    with formatter.section(title):
        formatter.write_dl([record for record in records if record])
