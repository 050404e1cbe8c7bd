"""The commands that a report names for what comes next, with the reader's own sources."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from readiness.model.plan import Plan

if TYPE_CHECKING:
    from readiness.pipeline.result import Result

_DECIDING = (
    "initial_domain", "identity_model", "sync_tool", "source_anchor", "sign_in_attribute",
    "match_users", "exchange_licences",
)  # fmt: skip
"""Those of the plan's options that have one value."""


def plan_command(result: Result, step: int) -> str:
    """The command that plans what a script can do of a step of the action plan."""
    plan, usual = result.plan, Plan()
    given: list[str] = []
    # whatever decides which checks run decides what the steps are, and so which number one has
    for domain in plan.federated_domains:
        given += "--federated-domain", domain
    for name in _DECIDING:
        value = getattr(plan, name)
        if value is not None and value != getattr(usual, name):
            given += f"--{name.replace('_', '-')}", str(value)
    return _command("plan make", result, *given, "--step", str(step), "-o", plan_file(step))


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
