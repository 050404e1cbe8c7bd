"""The commands that a report names for what comes next, with the reader's own sources."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readiness.pipeline.result import Result


def plan_command(result: Result, step: int) -> str:
    """The command that plans what a script can do of a step of the action plan."""
    return _command("plan make", result, "--step", str(step), "-o", plan_file(step))


def export_commands(step: int) -> list[tuple[str, str, str]]:
    """What can be made of that plan: the name of each, what it is good for, and its command."""
    return [
        (name, what, f"readiness plan export {plan_file(step)} --format {form} -o {path}")
        for name, what, form, path in (
            ("PowerShell", "checks every old value first", "powershell", f"step-{step}.ps1"),
            ("LDIF", "for ldifde or ldapmodify", "ldif", f"step-{step}.ldf"),
            ("Undo", "the same changes backwards", "rollback", f"step-{step}-undo.ldf"),
        )
    ]


def plan_file(step: int) -> str:
    """The file that the command writes."""
    return f"step-{step}.json"


def preview_command(result: Result) -> str:
    """The command that lists what each object will be."""
    initial = result.plan.initial_domain
    options = ("--initial-domain", initial) if initial and not result.config_file else ()
    return _command("preview", result, *options, "--format", "csv") + " > preview.csv"


def waves_command(result: Result) -> str:
    """The command that writes who is in which wave."""
    return _command("waves", result, "-o", "waves")


def _command(name: str, result: Result, *options: str) -> str:
    sources = [source.location for source in result.sources]
    # what a configuration says, it says to every command
    domains = [] if result.config_file else result.plan.verified_domains
    given = [word for domain in domains for word in ("--domain", domain)]
    # quoted for a shell: a name may hold blanks, and whatever an attacker likes
    return f"readiness {name} {shlex.join([*sources, *given, *options])}"
