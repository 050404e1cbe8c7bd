"""The help of a command that takes the options of a scan: in groups, and only those that matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from readiness.command.settings.option import options_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

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

    def __init__(
        self,
        *given: Any,
        refers: bool = False,
        words: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        """`refers`: all options are taken, and the help of scan tells which there are.

        `words` say what options mean to the command that mean something else in a scan; those
        whose words are empty are refused with the reason.
        """
        super().__init__(*given, **more)
        self._refers = refers
        self._words = words or {}

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options: those of a scan by group, and then the command's own."""
        grouped = options_of(self)
        for group, title in GROUPS.items() if not self._refers else ():
            options = [option for option in grouped if option.group == group]
            _write(title, options, ctx, formatter, self._words)
        own = [
            parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)
        ]
        rest = [option for option in own if option not in grouped]
        _write("Options", rest, ctx, formatter, {})
        if self._refers:
            formatter.write_paragraph()
            formatter.write_text("It takes the options of scan: readiness scan --help")


def _write(
    title: str,
    parameters: Collection[click.Parameter],
    ctx: click.Context,
    formatter: click.HelpFormatter,
    words: Mapping[str, str],
) -> None:
    rows: list[tuple[str, str]] = []
    for parameter in parameters:
        name = max(parameter.opts, key=len)
        record = parameter.get_help_record(ctx)
        if record and words.get(name, record[1]):
            rows.append((record[0], words.get(name, record[1])))
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)
