"""The options of [tenant]: what the tenant holds already."""

from __future__ import annotations

import click

from readiness.command.settings.option import EXPORT, option
from readiness.tenant import NO_ROLES

OPTIONS = (
    option(
        "--tenant",
        "exports",
        table="tenant",
        key="export",
        multiple=True,
        type=EXPORT,
        metavar="PATH",
        help="An export of the tenant, a file or a folder; “readiness tenant-export” makes one.",
    ),
    option(
        "--assume",
        table="tenant",
        multiple=True,
        type=click.Choice([NO_ROLES]),
        help="Take for granted what the export does not tell.",
    ),
)
