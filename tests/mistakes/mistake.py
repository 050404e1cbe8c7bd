"""Makes a mistake in a folder of its own, and takes down what the command says about it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.running import environment

_BIN = Path(sys.executable).parent
_HEADINGS = ("Not read, or not to the end:", "Not complete:", "Worth knowing about this result:")
"""What the summary says before the lines that are messages."""
_RANDOM = re.compile(r"readiness-\w{8}")
"""The name of a temporary folder."""
_PERSON = """\
dn: CN={name},OU=Staff,DC=contoso,DC=com
objectClass: top
objectClass: person
objectClass: organizationalPerson
objectClass: user
cn: {name}
displayName: {name}
givenName: {name}
sAMAccountName: {name}
userAccountControl: 512
objectGUID: f2953050-cfdc-4d5b-a667-{number:012}
userPrincipalName: {name}@contoso.com
mail: {name}@contoso.com
proxyAddresses: SMTP:{name}@contoso.com

"""


@dataclass(frozen=True, eq=False)
class Mistake:
    """Something that goes wrong, and what is expected of the command."""

    what: str
    command: str
    """A line of bash; `export.ldif`, with two people who are ready, lies beside it."""
    status: int
    blames: str
    """A part of the message: what is to blame, as the person who reads it calls it."""
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    """Further files in the folder, by path."""
    before: str = ""
    """A line of bash that is run before the command, and is not shown."""


class Outcome(NamedTuple):
    """What became of a command."""

    status: int
    messages: list[str]
    """Every line of standard error, and those of the summary that say what went wrong."""
    left_behind: list[str]
    """What stays in the temporary folder, where nothing should."""


def people(names: Iterable[str]) -> str:
    """An export of people who are ready, as long as the tenant has verified contoso.com."""
    entries = (_PERSON.format(name=name, number=number) for number, name in enumerate(names))
    return "# readiness: attributes=all\n\n" + "".join(entries)


EXPORT = people(("ana", "bob"))


def outcome(mistake: Mistake) -> Outcome:
    """Make the mistake."""
    with tempfile.TemporaryDirectory(prefix="mistake-") as name:
        folder = Path(name)
        (folder / "tmp").mkdir()
        for path, content in {"export.ldif": EXPORT, **mistake.files}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            octets = content if isinstance(content, bytes) else content.encode()
            (folder / path).write_bytes(octets)
        if mistake.before:
            _bash(mistake.before, folder).check_returncode()
        done = _bash(mistake.command, folder)
        left_behind = sorted(path.name for path in (folder / "tmp").iterdir())
    lines = [line.removeprefix("readiness: ") for line in done.stderr.splitlines()]
    lines += _told_in_summary(done.stdout)
    lines = lines or _answer(done.stdout)
    messages = [_RANDOM.sub("readiness-…", line.replace(name, "…")) for line in lines]
    return Outcome(done.returncode, messages, left_behind)


def _bash(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    # a limit of file sizes cuts off what Python keeps of modules, which it could not load any more
    keeps_no_bytecode = "1" if "ulimit" in line else ""
    path = os.pathsep.join((str(_BIN), os.environ["PATH"]))
    return subprocess.run(
        [*_as_ordinary_user(), "bash", "-c", line],
        cwd=folder,
        env=environment(
            PATH=path,
            HOME=str(folder),
            TMPDIR=str(folder / "tmp"),
            LC_ALL="C.UTF-8",
            PYTHONDONTWRITEBYTECODE=keeps_no_bytecode,
            READINESS_EXPORTED_ATTRIBUTES="",  # what an export holds may be the mistake
        ),
        capture_output=True,
        encoding="utf-8",
        errors="backslashreplace",
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )


def _as_ordinary_user() -> list[str]:
    """What takes from root the right to pass over permissions, as containers run tests."""
    is_root = os.name == "posix" and os.geteuid() == 0
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if is_root else []


def _answer(output: str) -> list[str]:
    """What a command answers: the step at which doctor fails, else its first line."""
    lines = output.splitlines()
    return [line for line in lines if line.startswith("FAIL")] or lines[:1]


def _told_in_summary(summary: str) -> list[str]:
    """The lines below the headings that say what was not read, or is worth knowing."""
    told: list[str] = []
    is_told = False
    for line in summary.splitlines():
        if line in _HEADINGS:
            is_told = True
        elif not line.startswith("  "):
            is_told = False
        elif is_told:
            told.append(line.strip())
    return told
