"""readiness checks and readiness explain: what is looked for, and what to do about it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from readiness.checking.documentation import doc_of
from readiness.command.help.exit_statuses import PRINTED, ends_with
from readiness.command.settings.chosen_checks import known_checks, unknown_check
from readiness.command.settings.option import FILE, WholeNumber
from readiness.errors import UsageError
from readiness.isolation.declaration import CHECK_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from readiness.checking.check import Check


def _check_files(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take files of checks, and say how long one of them may take to be loaded."""
    files = click.option(
        "--check-file",
        "check_files",
        multiple=True,
        type=FILE,
        metavar="PATH",
        help="A Python file with checks of your own.",
    )
    timeout = click.option(
        "--check-timeout",
        type=WholeNumber(1, 86_400),
        default=CHECK_TIMEOUT,
        show_default=True,
        metavar="SECONDS",
        help="What a check of your own or of a plug-in may take to be loaded.",
    )
    return files(timeout(command))


@ends_with(PRINTED)
@click.command("checks")
@click.option(
    *("--format", "form"),
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or with all that is documented of each check.",
)
@_check_files
def checks_command(form: str, check_files: tuple[Path, ...], check_timeout: int) -> None:
    """List every check."""
    checks = known_checks(check_files, check_timeout)
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


@ends_with(PRINTED)
@click.command("explain")
@click.argument("name", metavar="CHECK-ID", shell_complete=_ids)
@_check_files
def explain_command(name: str, check_files: tuple[Path, ...], check_timeout: int) -> None:
    """Say what a check means, why it matters and how to fix what it finds.

    Also takes the name of an error of Entra ID, or what IdFix said, and lists the checks behind it.
    """
    checks = known_checks(check_files, check_timeout)
    by_folded = {_folded(known): check for known, check in checks.items()}
    if check := by_folded.get(_folded(name)):
        _explain(check)
        return
    words = _words(checks.values())
    meant = words.get(_folded(name))
    if meant is None:
        known = [*checks, *(word.name for word in words.values())]
        raise UsageError(unknown_check(name, known))
    click.echo(f"{meant.said}:\n")
    width = max(len(check.id) for check in meant.checks)
    for check in meant.checks:
        click.echo(f"  {check.id:{width}}  {check.severity.label:7}  {doc_of(check).title}")
    click.echo("\n“readiness explain CHECK-ID” says more of each.")


@dataclass
class Word:
    """A name that Microsoft has for a problem, and the checks that are about it."""

    name: str
    said: str
    """What to say of it, as the head of a list of checks."""
    checks: list[type[Check]] = field(default_factory=list)


def _words(checks: Iterable[type[Check]]) -> dict[str, Word]:
    """The names that the texts of checks mention, folded."""
    words: dict[str, Word] = {}
    for check in checks:
        doc = doc_of(check)
        told = [(name, f"{name}, an error of Entra ID, is prevented by") for name in doc.prevents]
        told += [(name, f"{name}, as IdFix said, is found by") for name in doc.idfix]
        for name, said in told:
            words.setdefault(_folded(name), Word(name, said)).checks.append(check)
    return words


def _folded(name: str) -> str:
    """A name in any case: pages write `ExistingAdminRoleConflict` with blanks, and without."""
    return "".join(name.lower().split())


def _explain(check: type[Check]) -> None:
    doc = doc_of(check)
    click.echo(f"{check.id} ({check.severity.label})\n\n{doc.title}\n")
    for text in (doc.text, doc.fix and f"Fix: {doc.fix}"):
        if text:
            click.echo(click.wrap_text(text, width=88, preserve_paragraphs=True) + "\n")
    reads = f"; reads {', '.join(check.reads)}" if check.reads else ""
    click.echo(f"Looks at: {', '.join(sorted(check.kinds))}{reads}")
    if doc.prevents:
        click.echo(f"Prevents: {', '.join(doc.prevents)}")
    for url in doc.see:
        click.echo(f"See: {url}")
