"""A company of 3,000 people before anybody tidied it: all on one internal suffix.

Some of its people have an account in the tenant already.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tests.benchmarks.directory import block_entries
from tests.benchmarks.layout import BLOCK
from tests.benchmarks.style import Style
from tests.running import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.problems import ProblemLevel

PEOPLE = 3000
OPTIONS = (
    *("--domain=contoso.com", "--domain=contoso.de"),
    *("--initial-domain=contoso.onmicrosoft.com", "--history=history.jsonl"),
    *("--preview", "--tenant=tenant", "--assume=no-roles"),
)
_ODD = 20
"""One in so many has another problem than the suffix that everybody has."""
_THERE = 15
"""One in so many has an account in the tenant."""


def firm(path: Path) -> None:
    """Write the export of the company, and that of its tenant into a folder beside it."""
    accounts: list[dict[str, object]] = []
    with path.open("w", encoding="utf-8") as file:
        for block in range(PEOPLE // BLOCK):
            ordinary, odd = _entries(block, "local"), _entries(block, "all")
            for number, pair in enumerate(zip(ordinary, odd, strict=True)):
                # what becomes of an alias that begins with a dot nobody knows: not even a forecast
                is_odd = number % _ODD == 0 and "mailNickname: ." not in pair[1]
                file.write(f"{pair[is_odd]}\n")
                mail = re.search(r"^mail: (\S+@contoso\.com)$", pair[is_odd], re.MULTILINE)
                if mail and number % _THERE == 0:
                    accounts.append(_account(len(accounts), mail[1]))
    folder = path.with_name("tenant")
    folder.mkdir()
    for kind, objects in (("users", accounts), ("groups", []), ("contacts", [])):
        head = {"@odata.context": f"https://graph.microsoft.com/beta/$metadata#{kind}"}
        (folder / f"{kind}.json").write_text(json.dumps(head | {"value": objects}))


def _account(number: int, mail: str) -> dict[str, object]:
    """A user of the tenant, with an address that exists only there."""
    nothing = ("ImmutableId", "SyncEnabled", "ObjectIdentifier", "SecurityIdentifier")
    return {
        "id": f"5f295305-0000-4000-8000-{number:012}",
        "userPrincipalName": mail,
        "mail": mail,
        "mailNickname": mail.partition("@")[0],
        "displayName": mail.partition("@")[0],
        "proxyAddresses": [f"SMTP:{mail}", f"smtp:only.there{number}@contoso.com"],
        **{f"onPremises{name}": None for name in nothing},
        "userType": "Member",
        "accountEnabled": True,
    }


def report_of_firm(folder: Path) -> Path:
    """The HTML report of the company, with a history of two scans."""
    firm(folder / "firm.ldif")
    report = folder / "firm.html"
    for _ in range(2):
        options = (*OPTIONS, f"--report={report}", "--quiet")
        # nothing in the environment: the commands of the report would repeat it
        done = run("scan", "firm.ldif", *options, cwd=folder, READINESS_EXPORTED_ATTRIBUTES="")
        assert done.returncode == 1, done.stderr
    return report


def _entries(block: int, problems: ProblemLevel) -> list[str]:
    style = Style("ldapsearch")
    return list(block_entries(block, PEOPLE, style=style, problems=problems, seed=1))
