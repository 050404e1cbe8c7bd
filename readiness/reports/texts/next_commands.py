"""The commands that a report names for what comes next, with the reader's own sources."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readiness.advice.steps.action_step import ActionStep
    from readiness.advice.waves import Grouping
    from readiness.pipeline.result import Result

_NARROWING = frozenset({"select", "ignore"})
"""Options that leave out checks."""


def plan_command(result: Result, step: ActionStep) -> str | None:
    """The command that plans what a step of the action plan changes; None where it would nothing.

    It repeats whatever decides what is found, and so which number a step has.
    """
    if not step.blocked.planned:
        return None
    number = str(step.step)
    return _command("plan make", result, "--step", number, "-o", plan_file(step.step))


def export_commands(step: int) -> list[tuple[str, str, str]]:
    """What can be made of that plan: the name of each, what it is good for, and its command.

    First comes what decides it: of a plan in which nothing is decided, there is nothing to export.
    """
    table = f"step-{step}.csv"
    return [
        (
            "Table to decide in",
            "write apply or skip into the column Decision",
            f"readiness plan export {plan_file(step)} --format csv -o {table}",
        ),
        (
            "Decisions",
            "taken back from the table; only what is decided is in the files below",
            f"readiness plan review {plan_file(step)} --from {table}",
        ),
    ] + [
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
    words = _command("preview", result, "--format", "csv", without=result.not_of_preview)
    return f"{words} > preview.csv"


def waves_command(result: Result, grouping: Grouping) -> str:
    """The command that writes who is in which wave, of each grouping into a folder of its own."""
    return _command("waves", result, "--by", grouping, "-o", f"waves-{grouping}")


def assessing_command(result: Result) -> str:
    """The scan that asks whatever this one did not, for want of domains or by choice."""
    return _command("scan", result, "--domain", "YOUR-DOMAIN", without=_NARROWING)


def _command(name: str, result: Result, *more: str, without: frozenset[str] = frozenset()) -> str:
    # what came on standard input is gone, and a terminal would be waited for
    locations = [source.location for source in result.sources]
    words = ["YOUR-EXPORT" if location == "-" else location for location in locations]
    for option, given in result.options.items():
        if option not in without:
            words += given
    # quoted for a shell: a name may hold blanks, and whatever an attacker likes
    return f"readiness {name} {shlex.join([*words, *more])}"
