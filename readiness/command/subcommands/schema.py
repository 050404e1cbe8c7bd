"""readiness schema: what the JSON report and readiness.toml look like, for programs."""

from __future__ import annotations

import json

import click

from readiness.command.config_file.schema import config_schema
from readiness.command.help.exit_statuses import PRINTED, ends_with
from readiness.command.settings.chosen_checks import known_checks
from readiness.command.settings.option import keys_of
from readiness.command.subcommands.scan import scan_command
from readiness.reports.schema.report import json_schema


@ends_with(PRINTED)
@click.command("schema")
@click.argument("name", type=click.Choice(["report", "config"]), default="report")
def schema_command(name: str) -> None:
    """Print the JSON Schema of the JSON report, or that of readiness.toml (config)."""
    if name == "report":
        schema = json_schema()
    else:
        schema = config_schema(keys_of(scan_command), known_checks())
    click.echo(json.dumps(schema, indent=1))
