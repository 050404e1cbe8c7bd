"""Runs the installed command as people and pipelines do."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.fork_server import ForkServer

ROOT = Path(__file__).parents[1]
COMMAND = Path(sys.executable).with_name("readiness")
CONTOSO = ROOT / "sample_ldif" / "contoso.ldif"
CLEAN = ROOT / "sample_ldif" / "clean.ldif"
EPOCH = "1795341600"  # 2026-11-22 10:00 UTC
OURS = ("READINESS_", "GITHUB_", "GITLAB_", "TF_BUILD", "JENKINS_", "TEAMCITY_", "NO_COLOR", "CI")

ANA = "f2953050-cfdc-4d5b-a667-7d6615694d51"
BOB = "0e1f2a3b-4c5d-4e6f-8091-a2b3c4d5e6f7"


def environment(**more):
    """The environment without what a build service or a person has set, and the time standing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    full = {"READINESS_EXPORTED_ATTRIBUTES": "all"}  # what tests write holds what they are about
    return {**kept, "SOURCE_DATE_EPOCH": EPOCH, **full, **more}


fork_server = cache(ForkServer)


def run(*arguments, cwd=None, stdin=None, **env):
    """The outcome of a command, as text."""
    command = [str(COMMAND), *map(str, arguments)]
    if stdin is None and not any(name.startswith("PYTHON") for name in env):
        return fork_server().run(command, cwd=cwd, env=environment(**env), timeout=120)
    return subprocess.run(
        command,
        cwd=cwd,
        **({"input": stdin} if isinstance(stdin, str) else {"stdin": stdin}),
        env=environment(**env),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def user(dn, guid=None, **values):
    """A user in LDIF."""
    name = dn.partition(",")[0].partition("=")[2]
    entry = {"objectClass": "user", "sAMAccountName": name, "displayName": name}
    entry |= {"objectGUID": guid} if guid else {}
    lines = [f"{attribute}: {value}" for attribute, value in (entry | values).items() if value]
    return "\n".join([f"dn: {dn}", *lines]) + "\n\n"


def people(suffix="contoso.com", ou="Staff"):
    """Two users who have but a userPrincipalName each."""
    return "".join(
        user(
            f"CN={name},OU={ou},DC=contoso,DC=com",
            guid,
            userPrincipalName=f"{name}@{suffix}",
        )
        for name, guid in (("ana", ANA), ("bob", BOB))
    )
