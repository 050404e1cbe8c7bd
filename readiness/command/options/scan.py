"""The options of [scan]: what is scanned, and by which checks."""

from __future__ import annotations

import click

from readiness.advice.waves import GROUPINGS
from readiness.command.config_file.reader import NAME
from readiness.command.settings.option import FILE, Names, WholeNumber, flag, option
from readiness.command.settings.resolution import configure
from readiness.isolation.declaration import CHECK_TIMEOUT

OPTIONS = (
    # eager: its values are the defaults of all other options
    option(
        "--no-config",
        group="scan",
        is_flag=True,
        is_eager=True,
        envvar="READINESS_NO_CONFIG",
        help=f"Look for no {NAME}.",
    ),
    option(
        "--config",
        "config_file",
        group="scan",
        type=FILE,
        is_eager=True,
        callback=configure,
        envvar="READINESS_CONFIG",
        metavar="PATH",
        help=f"The configuration; default: {NAME} here, or in the nearest folder above.",
    ),
    option(
        "--select",
        table="scan",
        multiple=True,
        metavar="ID",
        help="Run only these checks; * works.",
    ),
    option("--ignore", table="scan", multiple=True, metavar="ID", help="Do not run these checks."),
    option(
        "--include-ou",
        table="scan",
        multiple=True,
        metavar="DN",
        help="Scan only what is below it.",
    ),
    option(
        "--exclude-ou",
        table="scan",
        multiple=True,
        metavar="DN",
        help="Scan nothing that is below it.",
    ),
    option(
        "--check-file",
        "check_files",
        table="scan",
        multiple=True,
        type=FILE,
        metavar="PATH",
        help="A Python file with checks of your own.",
    ),
    option(
        "--jobs",
        table="scan",
        type=WholeNumber(1, 64),
        metavar="N",
        help="Worker processes; default: the cores of the machine.",
    ),
    option(
        "--check-timeout",
        table="scan",
        type=WholeNumber(1, 86_400),
        default=CHECK_TIMEOUT,
        show_default=True,
        metavar="SECONDS",
        help="What a check of your own or of a plug-in may take for a block of entries.",
    ),
    option(
        "--exported-attributes",
        table="scan",
        type=Names(),
        metavar="LIST|all",
        help="The attributes that the exports were asked for: a,b,c; all, if without a list.",
    ),
    flag(
        "--preview",
        table="scan",
        help="Count what will be otherwise in the cloud; “readiness preview” lists it.",
    ),
    option(
        "--by",
        table="scan",
        type=click.Choice(GROUPINGS),
        help="Count the users that are ready by group, to plan waves.",
    ),
)
