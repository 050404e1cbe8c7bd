"""The installed command: its ways out, and what it says on the way."""

import json
import os
import signal
import stat
import subprocess
import sys

import pytest

from tests.running import CLEAN, COMMAND, CONTOSO, ROOT, environment, people, run, user

CRASH = """
from readiness import USERS, Check, Severity

class Crash(Check):
    '''A check that crashes.

    Fix: mend it.
    See: https://contoso.com
    '''

    id = "crash"
    severity = Severity.INFO
    kinds = USERS
    reads = ("mail",)

    def examine(self, entry):
        raise ValueError(f"I read {entry.first('mail')}")
"""


def test_0_ready():
    done = run("scan", CLEAN, "--domain=contoso.com")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("READY: ")


def test_1_not_ready():
    done = run("scan", CONTOSO)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("NOT READY: ")


@pytest.mark.parametrize(
    "arguments", [["scan"], ["scan", "x", "--no-such"], ["sacn"], ["explain", "x"], ["compare"]]
)
def test_2_usage(arguments):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


@pytest.mark.parametrize(
    "text",
    [None, people() + "dn: CN=x\nbroken\n\n", people().rstrip("\n")],
    ids=["not there", "damaged", "cut short"],
)
def test_3_not_read_or_not_to_the_end(tmp_path, text):
    if text is not None:
        (tmp_path / "export.ldif").write_text(text)
    done = run("scan", "export.ldif", "--fail-on=never", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stdout.startswith("INCOMPLETE: ")


def test_3_a_check_crashed_and_what_it_read_is_hidden(tmp_path):
    (tmp_path / "crash.py").write_text(CRASH)
    done = run("scan", CLEAN, "--check-file=crash.py", "--report=json:-", cwd=tmp_path)
    assert done.returncode == 3
    (crashed,) = [one for one in json.loads(done.stdout)["checks"] if one["status"] == "crashed"]
    assert crashed["reason"].startswith("ValueError: I read ")
    for form in ("sarif", "junit", "markdown", "github"):
        hidden = run("scan", CLEAN, "--check-file=crash.py", f"--report={form}:-", cwd=tmp_path)
        assert hidden.returncode == 3
        assert "I read" not in hidden.stdout.replace("&#32;", " ")


def test_4_nothing_to_scan():
    done = run("scan", "-", stdin="dn: DC=contoso,DC=com\nobjectClass: domain\n\n")
    assert done.returncode == 4
    assert done.stdout.startswith("NOTHING TO SCAN: ")


def test_70_a_bug_is_no_finding(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import readiness.pipeline.scan\ndef broken(*_): raise ZeroDivisionError('x')\n"
        "readiness.pipeline.scan.Scan.run = broken\n"
    )
    done = run("scan", CLEAN, PYTHONPATH=str(tmp_path))
    assert done.returncode == 70
    assert done.stderr == (
        "readiness: this is a bug: ZeroDivisionError: x; report it with what --debug prints\n"
    )
    told = run("scan", CLEAN, "--debug", PYTHONPATH=str(tmp_path))
    assert told.returncode == 70
    assert "Traceback" in told.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_130_interrupted(tmp_path):
    pipe = tmp_path / "pipe.ldif"
    os.mkfifo(pipe)
    with subprocess.Popen(
        [COMMAND, "scan", pipe], env=environment(TMPDIR=str(tmp_path)), stderr=subprocess.PIPE
    ) as process:
        with pipe.open("w") as writing:  # from here on it reads
            writing.write(people())
            process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 130
        assert (process.stderr and process.stderr.read().strip()) == b"readiness: interrupted"
    assert list(tmp_path.iterdir()) == [pipe]


def test_the_module_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "readiness", "--version"],
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    assert done.stdout == run("--version").stdout


def test_help_names_every_command():
    text = run().stdout
    for name in (
        "scan", "checks", "explain", "schema", "init", "config", "compare", "snapshot", "doctor",
    ):  # fmt: skip
        assert f"\n  {name} " in text


def test_quiet_says_nothing(tmp_path):
    done = run("scan", CONTOSO, "--quiet", "--report=a.html", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert (tmp_path / "a.html").exists()


def test_verbose_says_why_checks_did_not_run():
    assert "  upn-suffix-not-verified: " in run("scan", CLEAN, "--verbose").stdout
    assert "  upn-suffix-not-verified: " not in run("scan", CLEAN).stdout


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_reports_are_for_their_owner_alone(tmp_path):
    names = ["a.html", "a.json", "a.ndjson", "a.csv", "a.sarif", "a.xml", "a.md"]
    run(
        "scan", CLEAN, *(f"--report={name}" for name in names), "--write-baseline=b.json",
        cwd=tmp_path,
    )  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names, "b.json"])
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_report_that_cannot_be_written_is_told(tmp_path):
    done = run("scan", CLEAN, "--report=no/a.html", cwd=tmp_path)
    assert done.returncode == 2
    assert "the report no/a.html cannot be written: No such file or directory" in done.stderr


@pytest.mark.parametrize(
    ("name", "mark"),
    [("html:x", "<!DOCTYPE html>"), ("xml:x", "<?xml"), ("md:x", "# Not "), ("a.MD", "# Not ")],
)
def test_the_format_can_be_said_in_several_ways(tmp_path, name, mark):
    run("scan", CLEAN, f"--report={name}", cwd=tmp_path)
    (path,) = tmp_path.iterdir()
    assert path.read_text("utf-8").startswith(mark)


def test_the_summary_of_a_job_on_github_is_added_to(tmp_path):
    path = tmp_path / "summary.md"
    path.write_text("# before\n")
    run("scan", CONTOSO, cwd=tmp_path, GITHUB_STEP_SUMMARY=str(path))
    text = path.read_text("utf-8")
    assert text.startswith("# before\n# Not ready: ")
    assert "Camille" not in text


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("ou", {"OU=A,DC=contoso": (2, 1), "OU=B,DC=contoso": (1, 0)}),
        ("department", {"Sales": (1, 1), "(none)": (2, 0)}),
        ("suffix", {"contoso.com": (1, 1), "contoso.local": (2, 0)}),
    ],
)
def test_readiness_is_counted_by_group(by, expected):
    guid = "a1a2a3a4-b5b6-4c7c-8d9d-00000000000{}"
    export = (
        user("CN=a,OU=A,DC=contoso", guid.format(1), userPrincipalName="a@contoso.com",
             department="Sales")
        + user("CN=b,OU=A,DC=contoso", guid.format(2), userPrincipalName="b@contoso.local")
        + user("CN=c,OU=B,DC=contoso", guid.format(3), userPrincipalName="c@contoso.local",
               department=" ")
    )  # fmt: skip
    done = run("scan", "-", f"--by={by}", "--report=json:-", stdin=export)
    summary = json.loads(done.stdout)["summary"]
    assert summary["grouped_by"] == by
    assert summary["by_group"] == {
        name: {"users": users, "ready": ready} for name, (users, ready) in expected.items()
    }
    text = run("scan", "-", f"--by={by}", stdin=export).stdout
    for name, (users, ready) in expected.items():
        assert f"{ready} of {users}  {ready / users:>4.0%}  {name}\n" in text


def test_a_shared_key_makes_both_of_a_group_not_ready():
    export = "".join(
        user(f"CN={name},OU={name},DC=contoso", userPrincipalName="same@contoso.com")
        for name in "ab"
    )
    done = run("scan", "-", "--by=ou", "--select=upn-duplicate", "--report=json:-", stdin=export)
    groups = json.loads(done.stdout)["summary"]["by_group"]
    assert {group["ready"] for group in groups.values()} == {0}


def test_only_what_is_below_an_ou_is_scanned():
    done = run("scan", CONTOSO, "--include-ou", "OU=London, OU=Staff,DC=contoso,DC=com", "--by=ou")
    assert "OU=London,OU=Staff" in done.stdout
    assert "OU=Munich,OU=Staff" not in done.stdout


@pytest.mark.parametrize("option", ["--include-ou", "--exclude-ou"])
def test_an_ou_that_holds_nothing_is_told_with_the_nearest(option):
    done = run("scan", CONTOSO, option, "OU=Munch,OU=Staff,DC=contoso,DC=com")
    assert (
        f"{option}: nothing that was read is in “ou=munch,ou=staff,dc=contoso,dc=com”:"
        " did you mean “OU=Munich,OU=Staff,DC=contoso,DC=com”?"
    ) in done.stdout
    assert "nothing that was read is in" not in (
        run("scan", CONTOSO, option, "OU=Munich, OU=Staff,DC=contoso,DC=com").stdout
    )


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("OU=Munich", ": did you mean “OU=Munich,OU=Staff,DC=contoso,DC=com”?"),
        ("CN=Staf,DC=contoso,DC=com", ": did you mean “OU=Staff,DC=contoso,DC=com”?"),
        ("OU=Finance,OU=Staff,DC=contoso,DC=com", "”"),
    ],
)
def test_an_ou_is_compared_by_its_own_name_and_not_by_its_domain(given, hint):
    done = run("scan", CONTOSO, "--exclude-ou", given, "-q")
    assert f"is in “{given.lower()}”{hint if hint != '”' else chr(10)}" in done.stderr


def test_who_is_not_included_is_not_left_out_by_the_sync_engine(tmp_path):
    eva = {"givenName": "Eva", "userPrincipalName": "eva@contoso.com", "mail": "eva@contoso.com"}
    export = tmp_path / "export.ldif"
    export.write_text(people() + user("CN=eva,OU=Lab,DC=contoso,DC=com", **eva))
    done = run("scan", export, "--include-ou=OU=Staff,DC=contoso,DC=com", "--report=json:-")
    summary = json.loads(done.stdout)["summary"]
    assert (summary["out_of_scope"], summary["left_out_people"]) == (1, 0)


def test_what_is_about_live_directories_is_refused_beside_an_export():
    for command in (["scan"], ["preview"], ["waves"], ["plan", "make", "-o", "no.json"]):
        for option in ("--base=OU=Staff,DC=contoso,DC=com", "--forest"):
            done = run(*command, CLEAN, option)
            assert done.returncode == 2
            assert "is for live directories, and none is named" in done.stderr


def test_how_to_sign_in_may_be_said_of_a_directory_and_its_snapshot_alike(tmp_path):
    done = run("scan", CLEAN, "--user=ana", "--ca-file=ca.pem", "--insecure", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_variable_or_a_file_about_live_directories_serves_exports_too(tmp_path):
    (tmp_path / "readiness.toml").write_text("[live]\nbase = 'DC=contoso,DC=com'\n")
    options = ("--domain=contoso.com", "--report=json:-")
    done = run("scan", CLEAN, *options, cwd=tmp_path, READINESS_USER="ana")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["limits"]["base"] == []  # it has kept nobody out


def test_a_command_for_what_came_on_standard_input_does_not_wait_for_it():
    done = run("scan", "-", stdin=CONTOSO.read_text())
    assert "readiness plan make YOUR-EXPORT" in done.stdout


def test_a_live_directory_that_is_not_there_is_an_incomplete_scan():
    done = run("scan", "ldaps://127.0.0.1:1", "--auth=anonymous")
    assert done.returncode == 3
    assert "connection was refused" in done.stdout


def test_the_way_to_a_live_directory_is_tried():
    done = run("doctor", "ldaps://127.0.0.1:1", "--auth=anonymous")
    assert done.returncode == 3
    assert "FAIL  TCP" in done.stdout


def test_a_snapshot_of_a_directory_that_is_not_there_is_no_success(tmp_path):
    done = run("snapshot", "ldaps://127.0.0.1:1", "a.ldif", "--auth=anonymous", cwd=tmp_path)
    assert done.returncode == 3
    assert "connection was refused" in done.stderr


def test_a_password_is_asked_for_in_no_argument():
    assert "--password " not in run("scan", "--help").stdout


def test_a_password_file_that_is_not_there_is_told(tmp_path):
    done = run("doctor", "ldaps://127.0.0.1:1", "--user=ana", "--password-file=no", cwd=tmp_path)
    assert done.returncode in (2, 3)


def test_the_check_of_somebodys_own_runs():
    done = run("scan", CLEAN, "--check-file", ROOT / "tests" / "ours.py", "--report=json:-")
    assert "description-missing" in {one["id"] for one in json.loads(done.stdout)["checks"]}
