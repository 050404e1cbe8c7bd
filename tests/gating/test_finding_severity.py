"""A finding may be milder than its check, never graver: from the command line to the report."""

import json

import pytest

from tests.running import run

CHECK = """
from collections.abc import Iterator
from readiness import USERS, Check, Entry, Finding, Severity

class RoomMissing(Check):
    \"\"\"The user has no room.

    Fix: give the user one.
    Step: give-room: Give {who} a room.
    See: https://contoso.com/rooms
    Since: 0.1
    \"\"\"

    id = "room-missing"
    severity = Severity.SEVERITY
    kinds = USERS
    reads = ("room",)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        yield self.finding(entry, "room", entry.first("room"), "is odd", severity=Severity.OWN)
"""
USER = """dn: CN=Ana,DC=contoso,DC=com
objectClass: user
objectGUID:: i9Ctroi6b9Xf6Ao+8FUJIg==
sAMAccountName: ana
userAccountControl: 512
room: 12

"""


def scanned(folder, own, *options, of_check="ERROR"):
    """The exit status and the report of a scan with a check whose finding has its own severity."""
    (folder / "own.py").write_text(CHECK.replace("SEVERITY", of_check, 1).replace("OWN", own))
    (folder / "users.ldif").write_text(USER)
    done = run(
        "scan", "users.ldif", "--check-file", "own.py", "--select", "room-missing", "-q",
        "-r", "report.json", *options, cwd=folder,
    )  # fmt: skip
    return done.returncode, json.loads((folder / "report.json").read_text())


@pytest.mark.parametrize(
    ("of_check", "own", "severity", "status"),
    [
        ("ERROR", "ERROR", "error", 1),
        ("ERROR", "WARNING", "warning", 0),
        ("ERROR", "INFO", "info", 0),
        ("WARNING", "ERROR", "warning", 0),
        ("INFO", "ERROR", "info", 0),
    ],
)
def test_the_milder_of_the_two_is_in_force(tmp_path, of_check, own, severity, status):
    got, report = scanned(tmp_path, own, of_check=of_check)
    assert [finding["severity"] for finding in report["findings"]] == [severity]
    assert got == status
    counts = report["summary"]["by_severity"]
    assert {name: number for name, number in counts.items() if number} == {severity: 1}


@pytest.mark.parametrize("level", ["error", "warning", "info"])
def test_who_sets_the_severity_of_a_check_sets_that_of_all_its_findings(tmp_path, level):
    _, report = scanned(tmp_path, "WARNING", "--set-severity", f"room-missing={level}")
    assert [finding["severity"] for finding in report["findings"]] == [level]


def test_a_milder_finding_counts_in_the_budget_of_its_own_severity(tmp_path):
    assert scanned(tmp_path, "WARNING", "--fail-on", "warning")[0] == 1
    assert scanned(tmp_path, "WARNING", "--fail-on", "warning", "--max", "warning=1")[0] == 0
    assert scanned(tmp_path, "WARNING", "--fail-on", "warning", "--max", "error=1")[0] == 1
