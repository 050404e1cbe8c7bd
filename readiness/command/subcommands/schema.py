"""readiness schema: what the JSON report looks like, for programs that read it."""

from __future__ import annotations

import json

import click

from readiness.reports.schema import json_schema


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of the JSON report."""
    click.echo(json.dumps(json_schema(), indent=1))
