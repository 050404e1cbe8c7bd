"""readiness tenant-export: the PowerShell that exports what --tenant needs."""

from __future__ import annotations

import click

from readiness.command.help.exit_statuses import PRINTED, ends_with
from readiness.tenant.commands import SCRIPT


@ends_with(
    PRINTED,
    "readiness tenant-export > tenant-export.ps1",
    "readiness scan export.ldif --tenant tenant",
)
@click.command("tenant-export")
def tenant_export_command() -> None:
    """Print the PowerShell that exports what --tenant needs.

    It only reads, and writes JSON files into a folder named tenant.
    """
    click.echo(SCRIPT, nl=False)
