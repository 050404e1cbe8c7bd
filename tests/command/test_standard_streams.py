"""Standard streams that are closed, full, or read by somebody who leaves."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.running import CLEAN, COMMAND, environment, people

pytestmark = pytest.mark.skipif(not shutil.which("bash"), reason="the shell closes the streams")


def shell(folder, line):
    """The outcome of a line of a shell, in which `readiness` is the command."""
    return subprocess.run(
        ["bash", "-c", line.replace("readiness", str(COMMAND), 1)],  # noqa: S607 - any bash will do
        cwd=folder,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
    )


@pytest.fixture
def folder(tmp_path):
    shutil.copy(CLEAN, tmp_path / "export.ldif")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "status", "complaint"),
    [
        ("readiness scan export.ldif >&-", 2, "standard output cannot be written: it is closed"),
        ("readiness scan export.ldif -r json:- >&-", 2, "standard output cannot be written: it is"),
        (
            "readiness scan export.ldif > /dev/full",
            2,
            "standard output cannot be written: No space",
        ),
        ("readiness scan export.ldif -r json:- > /dev/full", 2, "cannot be written: No space left"),
        ("readiness checks > /dev/full", 2, "standard output cannot be written: No space left"),
        ("readiness compare a a >&- ", 2, "a cannot be read"),
        ("readiness scan - -q <&-", 3, "standard input is closed"),
    ],
)
def test_a_stream_that_cannot_be_used_is_told_in_one_line(folder, line, status, complaint):
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("there is no full device")
    done = shell(folder, line)
    assert done.returncode == status
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("closing", ["2>&-", "2> /dev/full", ">&- 2>&- <&-"])
def test_the_status_is_true_where_nobody_can_hear_the_reason(folder, closing):
    assert shell(folder, f"readiness scan no.ldif -q {closing}").returncode == 3


def test_a_report_goes_to_its_file_though_standard_output_is_closed(folder):
    done = shell(folder, "readiness scan export.ldif -q -r a.json >&- <&- 2>&-")
    assert done.returncode == 0
    assert (folder / "a.json").read_text("utf-8").endswith("]\n}\n")


@pytest.mark.parametrize(
    "line",
    [
        "readiness checks | head -c 1; exit ${PIPESTATUS[0]}",
        "readiness scan export.ldif -r json:- | head -c 1; exit ${PIPESTATUS[0]}",
        "readiness scan export.ldif | head -c 1; exit ${PIPESTATUS[0]}",
    ],
)
def test_a_reader_who_leaves_early_is_nobodys_fault(folder, line):
    done = shell(folder, line)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "form", ["json", "ndjson", "csv", "html", "github", "azure", "sarif", "junit"]
)
def test_a_file_name_that_is_no_text_shows_its_bytes(folder, form):
    (folder / "wrong.ldif").write_text(people(suffix="contoso.local"))
    (folder / "wrong.ldif").rename(folder / os.fsdecode(b"a\xff.ldif"))
    done = shell(folder, f"readiness scan $'a\\xff.ldif' -q -r {form}:-")
    assert done.returncode in (1, 3), done.stderr
    assert "bug" not in done.stderr
    name = {"json": r"a\\xff", "ndjson": r"a\\xff", "html": r"a\\xff", "sarif": "a%5Cxff"}
    assert name.get(form, r"a\xff") in done.stdout


def test_quiet_says_why_a_scan_is_incomplete(folder):
    done = shell(folder, "readiness scan no.ldif -q")
    assert (done.returncode, done.stdout) == (3, "")
    assert "no.ldif" in done.stderr
    assert "there is no such file" in done.stderr


def test_quiet_says_not_more_than_ten_problems(folder):
    done = shell(folder, f"readiness scan {' '.join(f'{n}.ldif' for n in range(14))} -q")
    assert done.returncode == 3
    assert done.stderr.splitlines()[10:] == ["readiness: 4 more problems are in the reports"]


@pytest.mark.parametrize("command", [["doctor"], ["scan"], ["scan", "--report=json:-"]])
def test_a_pipe_that_is_closed_does_not_change_the_status(command):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [COMMAND, *command, "ldaps://127.0.0.1:1", "--auth=anonymous"],
        env=environment(),
        stdout=writing,
        check=False,
    )
    os.close(writing)
    assert done.returncode == 3


def test_a_report_on_standard_output_leaves_the_reason_to_standard_error(folder):
    done = shell(folder, "readiness scan no.ldif -r json:-")
    assert done.returncode == 3
    assert "no.ldif: there is no such file" in done.stderr


def test_what_is_told_beside_a_report_hides_people_on_demand(folder):
    line = "readiness scan ana.ldif -r json:- --redact values"
    (folder / "ana.ldif").write_text("dn: CN=ana\nchangetype: Ana Quille\n\n")
    done = shell(folder, line)
    assert done.returncode == 3
    assert "is a list of changes (changetype: “a***”)" in done.stderr
    assert "quille" not in (done.stdout + done.stderr).lower()
