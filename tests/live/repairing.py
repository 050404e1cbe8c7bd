"""A part of the domain controller in which repairs are tried, and commands that repair it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness.remediation.repair_plan import plan_file
from readiness.remediation.repair_plan.change import (
    Change,
    Confidence,
    Decision,
    Edit,
    Provenance,
    RepairPlan,
    Stage,
)
from tests.live.conftest import hosts
from tests.live.domain_controller import BASE, FQDN
from tests.running import run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.live.certificates import Authority
    from tests.live.domain_controller import DomainController

ADMINISTRATOR = f"CN=Administrator,CN=Users,{BASE}"
ADMINISTRATORS_PASSWORD = "Passw0rd!23"  # noqa: S105 - of a server that lives for a minute
URL = f"ldaps://{FQDN}"
QUICKLY = "--rate=1000"
EDITED = ("userPrincipalName", "mail", "proxyAddresses", "displayName", "department")


class Lab:
    """An organizational unit of its own."""

    def __init__(self, controller: DomainController, authority: Authority, name: str) -> None:
        """Make it."""
        self.controller = controller
        self.authority = authority
        self.ou = f"OU={name},{BASE}"
        controller.add(f"dn: {self.ou}\nobjectClass: organizationalUnit\n")

    def add(self, name: str, **values: str | list[str]) -> str:
        """Add a user; returns its objectGUID."""
        lines = [f"dn: CN={name},{self.ou}", "objectClass: user", f"sAMAccountName: {name}"]
        for attribute, held in ({"displayName": name} | values).items():
            lines += [f"{attribute}: {one}" for one in ([held] if isinstance(held, str) else held)]
        self.controller.add("\n".join(lines) + "\n")
        return self.controller.value(f"CN={name},{self.ou}", "objectGUID")

    def add_many(self, number: int) -> dict[str, str]:
        """Add users with a mail and two addresses; returns their objectGUIDs by name."""
        names = [f"u{at:04}" for at in range(number)]
        self.controller.add(
            "".join(
                f"dn: CN={name},{self.ou}\nobjectClass: user\nsAMAccountName: {name}\n"
                f"displayName: {name}\nmail: {name} x@contoso.com\n"
                f"proxyAddresses: SMTP:{name} x@contoso.com\n"
                f"proxyAddresses: smtp:{name}@contoso.com\n\n"
                for name in names
            )
        )
        told = self.controller.search(self.ou, "(objectClass=user)", "objectGUID", "cn")
        return {next(iter(held["cn"])): next(iter(held["objectGUID"])) for held in told.values()}

    def change(self, name: str, *lines: str) -> None:
        """Change a user behind everybody's back."""
        text = "\n".join((f"dn: CN={name},{self.ou}", "changetype: modify", *lines))
        self.controller.change(text + "\n")

    def command(self, *arguments: object, **env: str) -> subprocess.CompletedProcess[str]:
        """What comes of a command; the administrator's password is in the environment."""
        done: subprocess.CompletedProcess[str] = run(*arguments, **self.environment(**env))
        return done

    def environment(self, **more: str) -> dict[str, str]:
        """The variables for commands."""
        return {"READINESS_PASSWORD": ADMINISTRATORS_PASSWORD, **hosts(self.controller), **more}

    def options(self, user: str = ADMINISTRATOR) -> tuple[str, ...]:
        """Those of every command that signs in."""
        trust = f"--ca-file={self.authority.file}"
        return (f"--user={user}", trust, "--no-config", "--timeout=30")

    def apply(
        self, plan: Path, *options: str, user: str = ADMINISTRATOR, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Apply a plan, confirmed by its code."""
        code = self.command("plan", "show", plan, "--confirmation").stdout.strip()
        given = ("--yes", code, QUICKLY, *self.options(user), *options)
        return self.command("apply", plan, URL, *given, **env)

    def undo(self, journal: Path, *options: str) -> subprocess.CompletedProcess[str]:
        """Undo what a journal says, confirmed by the code that a dry run told."""
        told = self.command("undo", journal, URL, "--dry-run", *self.options())
        code = told.stdout.strip().rpartition("--yes ")[2]
        given = ("--yes", code, QUICKLY, *self.options(), *options)
        return self.command("undo", journal, URL, *given)

    def state(self) -> dict[str, dict[str, frozenset[str]]]:
        """What every user of the unit holds of what is edited, as sets."""
        return self.controller.search(self.ou, "(objectClass=user)", *EDITED)


def mending(lab: Lab, guids: dict[str, str]) -> list[Change]:
    """Changes that take the blanks out of the addresses of `add_many`."""
    return [
        change(
            at,
            guid,
            f"CN={name},{lab.ou}",
            ("mail", [f"{name} x@contoso.com"], [f"{name}.x@contoso.com"]),
            ("proxyAddresses", [f"SMTP:{name} x@contoso.com"], [f"SMTP:{name}.x@contoso.com"]),
        )
        for at, (name, guid) in enumerate(guids.items(), 1)
    ]


def save(path: Path, *changes: Change, stages: Iterable[Stage] = ()) -> Path:
    """A plan with these changes, all of them decided."""
    plan = RepairPlan(
        tool="0",
        created="2026-11-26T18:00:00Z",
        provenance=Provenance((URL,), ("contoso.com",), len(changes), ("contoso.com",)),
        stages=tuple(stages) or (Stage(1, changes),),
    )
    plan_file.write(plan, path, is_forced=True)
    return path


def change(
    number: int, guid: str, dn: str, *edits: tuple[str, list[str], list[str]], **more: Any
) -> Change:
    """A change that is decided."""
    return Change(
        id=more.pop("id", f"{number:04}"),
        guid=guid,
        dn=dn,
        object_class="user",
        edits=tuple(Edit(name, tuple(old), tuple(new)) for name, old, new in edits),
        confidence=Confidence.MECHANICAL,
        decision=Decision.APPLY,
        **more,
    )


def journal_of(plan: Path) -> Path:
    """The journal of a plan."""
    return plan.with_suffix(".journal.jsonl")


def lines_of(journal: Path) -> list[dict[str, Any]]:
    """The lines of a journal."""
    return [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
