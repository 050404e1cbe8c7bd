"""Who can go when: groups of people, who is ready in each, and who comes last."""

import csv
import json
from uuid import NAMESPACE_DNS, uuid5

import pytest

from tests.running import people, run, user

DOMAIN = "--domain=contoso.com"


def person(name, ou="Staff", suffix="contoso.com", **values):
    given = {"userPrincipalName": f"{name}@{suffix}", "mail": f"{name}@contoso.com"}
    guid = uuid5(NAMESPACE_DNS, name)
    return user(f"CN={name},OU={ou},DC=contoso,DC=com", guid, **(given | values))


@pytest.fixture
def folder(tmp_path):
    """Three of Staff, two of whom wait; two of Sales; a service and an administrator."""
    boss = {"manager": "CN=a,OU=Staff,DC=contoso,DC=com", "department": "Sales"}
    (tmp_path / "export.ldif").write_text(
        person("a")
        + person("b", suffix="corp.local")
        + person("c", userPrincipalName="c c@contoso.com", department="Sales")
        + person("d", "Sales", **boss)
        + person("e", "Sales", **boss)
        + person("svc-web", servicePrincipalName="http/web")
        + person("scanner", "Printers,OU=Service Accounts")
        + person("root", adminCount="1")
        + person("gone", adminDescription="User_gone")
    )
    return tmp_path


def waves(folder, grouping):
    done = run("scan", "export.ldif", DOMAIN, "--report=json:-", cwd=folder)
    return [
        (wave["wave"], wave["name"], wave["apart"], wave["people"], wave["ready"])
        for wave in json.loads(done.stdout)["waves"][grouping]
    ]


def test_the_group_of_which_most_are_ready_goes_first(folder):
    assert waves(folder, "ou") == [
        (1, "OU=Sales,DC=contoso,DC=com", None, 2, 2),
        (2, "OU=Staff,DC=contoso,DC=com", None, 3, 1),
        (None, "", "service", 2, 2),
        (3, "", "privileged", 1, 1),
    ]


def test_people_of_whom_nothing_tells_the_group_are_in_no_wave(folder):
    assert waves(folder, "department")[:2] == [(1, "Sales", None, 3, 2), (None, "", "none", 2, 1)]
    assert waves(folder, "manager")[0] == (1, "CN=a,OU=Staff,DC=contoso,DC=com", None, 2, 2)


def test_people_whose_unit_was_deleted_are_in_no_unit(folder):
    lost = person("f").replace("OU=Staff,", "CN=LostAndFound,")
    below = person("g", "Old").replace("OU=Old,", "OU=Old,CN=LostAndFound,")
    (folder / "export.ldif").write_text(person("a", r"Staff\2COU=Service Accounts") + lost + below)
    done = run("waves", "export.ldif", DOMAIN, cwd=folder)
    assert r"   1  1: 1 ready today  OU=Staff\2COU=Service Accounts,DC=contoso," in done.stdout
    assert "      2: 2 ready today  in no organisational unit (lost and found)" in done.stdout


def test_a_blank_in_a_name_makes_no_suffix_of_its_own(folder):
    blank = person("b", suffix="contoso.com\N{NO-BREAK SPACE}")
    (folder / "export.ldif").write_text(person("a") + blank, encoding="utf-8")
    done = run("scan", "export.ldif", DOMAIN, "--report=json:-", cwd=folder)
    suffixes = json.loads(done.stdout)["summary"]["by_upn_suffix"]
    assert suffixes == {"contoso.com": {"users": 2, "ready": 1}}


def test_suffixes_are_groups_too(folder):
    assert waves(folder, "suffix")[:2] == [
        (1, "contoso.com", None, 4, 3),
        (2, "corp.local", None, 1, 0),
    ]


def test_a_wave_tells_what_it_waits_for(folder):
    done = run("scan", "export.ldif", DOMAIN, "--report=json:-", cwd=folder)
    report = json.loads(done.stdout)
    steps = [step["people_ready_after"] for step in report["summary"]["action_plan"]]
    staff = report["waves"]["ou"][1]
    assert (steps, staff["ready_after"], staff["waits_for"]) == ([7, 8], [2, 3], 2)
    assert staff["needs_decision"] == 0


def test_the_command_says_who_can_go_when(folder):
    done = run("waves", "export.ldif", DOMAIN, "--by=suffix", cwd=folder)
    assert done.returncode == 0
    assert done.stdout.startswith("NOT READY: 6 of 8 people can be synchronised")
    assert "6 of 8 people are ready today; by suffix:" in done.stdout
    assert "   2  1: 0 ready today, 1 after step" in done.stdout
    assert (
        "accounts of services, or in a container for them: last, better left out of scope"
        in done.stdout
    )


def test_nothing_is_said_of_people_when_nothing_was_read(folder):
    done = run("waves", "nope.ldif", DOMAIN, "-o", "waves", cwd=folder)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "readiness: nope.ldif: there is no such file\n"
    assert not (folder / "waves").exists()


def test_waves_of_what_was_not_assessed_are_not_called_ready(folder):
    (folder / "export.ldif").write_text(people())
    done = run("waves", "export.ldif", "-o", "waves", cwd=folder)
    assert done.stdout.startswith("NOT ASSESSED: ")
    assert "2 of 2 people have no known error, not assessed; by ou:" in done.stdout
    assert "ready" not in done.stdout
    for path in (folder / "waves").iterdir():
        assert {row["ready_today"] for row in table(path)} == {"not assessed"}


def test_no_group_of_a_scan_that_was_not_assessed_is_called_ready(folder):
    (folder / "export.ldif").write_text(people())
    done = run("scan", "export.ldif", "--by=ou", "-r", "r.html", cwd=folder)
    assert "Users without a known error by ou:" in done.stdout
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert "people have no known error; whether they can go was not assessed." in page
    assert "can go today" not in page
    assert ">Ready today<" not in page


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_command_writes_a_table_for_each_wave(folder):
    done = run("waves", "export.ldif", DOMAIN, "-o", "waves", cwd=folder)
    assert done.returncode == 0
    assert sorted(path.name for path in (folder / "waves").iterdir()) == [
        "no-wave-service.csv",
        "wave-001.csv",
        "wave-002.csv",
        "wave-003.csv",
        "waves.csv",
    ]
    first = table(folder / "waves" / "wave-001.csv")
    assert [row["user_principal_name"] for row in first] == ["d@contoso.com", "e@contoso.com"]
    assert {row["manager"] for row in first} == {"CN=a,OU=Staff,DC=contoso,DC=com"}
    staff = table(folder / "waves" / "wave-002.csv")
    assert [row["ready_today"] for row in staff] == ["yes", "no", "no"]
    assert [row["people"] for row in table(folder / "waves" / "waves.csv")] == ["2", "3", "2", "1"]


def test_a_folder_that_holds_something_is_refused(folder):
    (folder / "waves").mkdir()
    (folder / "waves" / "mine.txt").write_text("mine")
    done = run("waves", "export.ldif", DOMAIN, "-o", "waves", cwd=folder)
    assert done.returncode == 2
    assert "the folder waves is not empty: name a new one" in done.stderr
    assert [path.name for path in (folder / "waves").iterdir()] == ["mine.txt"]


def test_the_tables_hide_people_when_asked_to(folder):
    run("waves", "export.ldif", DOMAIN, "-o", "waves", "--redact=values", cwd=folder)
    [first, _] = table(folder / "waves" / "wave-001.csv")
    assert first["user_principal_name"] == "***@contoso.com"
    assert "CN=d," not in first["dn"]


def test_no_cell_is_a_formula(folder):
    (folder / "export.ldif").write_text(person("a", department="=cmd|' /C calc'!A0"))
    run("waves", "export.ldif", DOMAIN, "-o", "waves", "--by=department", cwd=folder)
    [row] = table(folder / "waves" / "wave-001.csv")
    assert row["group"].startswith("'=")


@pytest.mark.parametrize(("text", "status"), [("dn: CN=x\nbroken\n", 3), ("", 3)])
def test_what_cannot_be_read_is_told(folder, text, status):
    (folder / "export.ldif").write_text(person("a") + text if text else text)
    assert run("waves", "export.ldif", DOMAIN, cwd=folder).returncode in {status, 4}
