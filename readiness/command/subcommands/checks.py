"""readiness checks and readiness explain: what is looked for, and what to do about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from readiness.checking.documentation import doc_of
from readiness.command.settings.chosen_checks import known_checks, unknown_check
from readiness.command.settings.option import FILE
from readiness.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from readiness.checking.check import Check

_CHECK_FILES = click.option(
    "--check-file",
    "check_files",
    multiple=True,
    type=FILE,
    metavar="PATH",
    help="A Python file with checks of your own.",
)


@click.command("checks")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@_CHECK_FILES
def checks_command(form: str, check_files: tuple[Path, ...]) -> None:
    """List every check."""
    checks = known_checks(check_files)
    if form == "json":
        click.echo(json.dumps([_record(check) for check in checks.values()], indent=1))
        return
    width = max(map(len, checks))
    for name, check in checks.items():
        click.echo(f"{name:{width}}  {check.severity.label:7}  {doc_of(check).title}")


def _record(check: type[Check]) -> dict[str, object]:
    return {
        "id": check.id,
        "severity": check.severity.label,
        "title": doc_of(check).title,
        "kinds": sorted(check.kinds),
        "reads": list(check.reads),
    }


def _ids(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """The ids that a shell offers for what somebody has begun to write."""
    return [name for name in known_checks() if name.startswith(incomplete)]


@click.command("explain")
@click.argument("check_id", metavar="CHECK-ID", shell_complete=_ids)
@_CHECK_FILES
def explain_command(check_id: str, check_files: tuple[Path, ...]) -> None:
    """Say what a check means, why it matters and how to fix what it finds."""
    checks = known_checks(check_files)
    if check_id not in checks:
        raise UsageError(unknown_check(check_id, checks))
    check = checks[check_id]
    doc = doc_of(check)
    click.echo(f"{check.id} ({check.severity.label})\n\n{doc.title}\n")
    for text in (doc.text, doc.fix and f"Fix: {doc.fix}"):
        if text:
            click.echo(click.wrap_text(text, width=88, preserve_paragraphs=True) + "\n")
    click.echo(f"Looks at: {', '.join(sorted(check.kinds))}; reads {', '.join(check.reads)}")
    if doc.prevents:
        click.echo(f"Prevents: {', '.join(doc.prevents)}")
    for url in doc.see:
        click.echo(f"See: {url}")
