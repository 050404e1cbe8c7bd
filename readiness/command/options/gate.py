"""The options of [gate]: what fails the gate, and what does not."""

from __future__ import annotations

import click

from readiness.command.settings.option import FILE, flag, option
from readiness.gating.gate import LEVELS

OPTIONS = (
    option(
        "--fail-on",
        table="gate",
        type=click.Choice([*LEVELS, "never"]),
        default="error",
        show_default=True,
        help="The least severity that fails the gate.",
    ),
    flag("--exit-zero", group="gate", help="The same as --fail-on never."),
    option(
        "--max",
        "budgets",
        group="gate",
        multiple=True,
        envvar="READINESS_MAX",
        metavar="ID|SEVERITY=N",
        help="Allow so many findings, or a share of the objects in scope: warning=2%.",
    ),
    option(
        "--set-severity",
        "severities",
        group="gate",
        multiple=True,
        envvar="READINESS_SET_SEVERITY",
        metavar="ID=LEVEL",
        help="Take a check for an error, a warning, an info, or off.",
    ),
    option(
        "--baseline",
        table="gate",
        type=FILE,
        metavar="PATH",
        help="An earlier JSON report, or baseline: only findings that it lacks count.",
    ),
    option(
        "--write-baseline",
        table="gate",
        type=FILE,
        metavar="PATH",
        help="Write the fingerprints of all findings; they tell nothing about people.",
    ),
)
