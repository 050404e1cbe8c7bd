"""The options of [report]: what is written where, and how much it shows."""

from __future__ import annotations

import click

from readiness.command.settings.option import FILE, flag, option

OPTIONS = (
    option(
        "-r",
        "--report",
        "reports",
        table="report",
        multiple=True,
        metavar="[FORMAT:]PATH",
        help="Write a report; the ending tells the format; may be repeated.",
    ),
    option(
        "--redact",
        table="report",
        type=click.Choice(["none", "values", "pseudonyms"]),
        default="none",
        show_default=True,
        help="Hide people in every output.",
    ),
    option(
        "--redact-key-file",
        table="report",
        type=FILE,
        metavar="PATH",
        help="The key of pseudonyms; keep it to get the same ones in the next report.",
    ),
    option(
        "--history",
        table="report",
        type=FILE,
        metavar="PATH",
        help="Add the numbers of this scan to a file of JSON lines, and show the trend.",
    ),
    flag(
        "--show-values",
        table="report",
        help="Show people in what lands in build logs, too: annotations, Markdown, SARIF, JUnit.",
    ),
    flag("-q", "--quiet", table="report", help="No summary, only what went wrong."),
    flag(
        "-v",
        "--verbose",
        table="report",
        help="Say why checks did not run, and which configuration is in force.",
    ),
    flag("--no-color", table="report", help="No colours."),
    flag("--no-progress", table="report", help="No progress."),
    flag("--debug", group="report", help="Show where an error comes from."),
)
