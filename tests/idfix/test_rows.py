"""What was right in IdFix is found here, and what was wrong in it is not said again."""

from __future__ import annotations

import json
import uuid

import pytest

from tests.idfix.rows import DOMAIN, FALSE_ALARMS, ROWS, VERIFIED
from tests.running import run


def entry(name, kind, values):
    """A sound object, changed by some values, in LDIF."""
    sound = {
        "objectClass": kind,
        "objectGUID": str(uuid.uuid5(uuid.NAMESPACE_DNS, name)),
        "displayName": name,
        "sAMAccountName": name.replace("-", "")[:20],
        **(
            {"userPrincipalName": f"{name}@{DOMAIN}"}
            if kind == "user"
            else {"groupType": "-2147483646"}
        ),
        "mail": f"{name}@{DOMAIN}",
        "mailNickname": name,
        "proxyAddresses": f"SMTP:{name}@{DOMAIN}",
    }
    lines = [f"dn: CN={name},OU=Staff,DC=contoso,DC=com"]
    for attribute, given in (sound | values).items():
        several = given if isinstance(given, list) else [given]
        lines += [f"{attribute}: {value}" for value in several if value is not None]
    return "\n".join(lines) + "\n\n"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Which findings there are, by the name of the object, of a scan of all rows."""
    folder = tmp_path_factory.mktemp("idfix")
    text = ""
    for row in (*ROWS, *FALSE_ALARMS):
        text += entry(row.name, row.kind, row.values)
        if row.twin is not None:
            text += entry(f"{row.name}-twin", row.kind, row.twin)
    (folder / "export.ldif").write_text(text, "utf-8")
    domains = [option for domain in VERIFIED for option in ("--domain", domain)]
    done = run("scan", "export.ldif", "--no-config", *domains, "-r", "json:-", cwd=folder)
    assert (done.returncode, done.stderr) == (1, "")
    findings: dict[str, list[dict[str, str]]] = {}
    for finding in json.loads(done.stdout)["findings"]:
        name = finding["dn"].partition(",")[0].removeprefix("CN=")
        findings.setdefault(name, []).append(finding)
    return findings


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_what_was_right_in_it_is_found(row, found):
    said = {(finding["check"], finding["attribute"].lower()) for finding in found.get(row.name, [])}
    assert (row.check, row.attribute.lower()) in said
    if row.twin is not None:  # it often showed only one of two
        twin = {finding["check"] for finding in found.get(f"{row.name}-twin", [])}
        assert row.check in twin


@pytest.mark.parametrize("row", FALSE_ALARMS, ids=lambda row: row.name)
def test_what_was_wrong_in_it_is_not_said_again(row, found):
    said = {f["check"] for f in found.get(row.name, []) if f["attribute"] == row.attribute}
    assert not said
