"""readiness compare: what changed between two reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from readiness.command.help.exit_statuses import ends_with
from readiness.command.settings.option import FILE
from readiness.command.standard_streams import complain, data_output, reader_may_leave
from readiness.redaction.redactor import Redactor
from readiness.reports.comparison.comparison import comparison_of
from readiness.reports.comparison.writers import WRITERS

if TYPE_CHECKING:
    from pathlib import Path


@ends_with(
    {
        0: "both reports were read; with --fail-on worse: nothing is worse",
        1: "with --fail-on worse: something is",
    }
)
@click.command("compare")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option(
    *("--format", "form"),
    type=click.Choice(list(WRITERS)),
    default="text",
    show_default=True,
    help="For the terminal, for a pull request, as a page, or with every finding.",
)
@click.option("--show-values", is_flag=True, help="Show people in Markdown, too.")
@click.option(
    "--fail-on",
    type=click.Choice(["worse", "never"]),
    default="never",
    show_default=True,
    help="End with 1 if there are new errors, or such of which that cannot be told, if fewer"
    " checks ran, or a smaller share is ready; of two scans that were not asked the same, shares"
    " are not compared.",
)
@click.pass_context
def compare_command(
    context: click.Context, /, old: Path, new: Path, form: str, fail_on: str, *, show_values: bool
) -> None:
    """Say what is new, fixed and persisting between two JSON reports."""
    hides = form == "markdown" and not show_values
    comparison = comparison_of(old, new, Redactor() if hides else None)
    with reader_may_leave():
        WRITERS[form](comparison, data_output())
    worsenings = list(comparison.worsenings()) if fail_on == "worse" else []
    if fail_on == "worse" and comparison.differences.texts:
        complain(
            "the two scans were not asked the same: how much is ready was not compared, and errors"
            " that the old one was not to look for do not count as new"
        )
    for worsening in worsenings:
        complain(f"worse: {worsening}")
    context.exit(1 if worsenings else 0)
