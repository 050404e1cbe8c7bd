"""What Windows lacks or does otherwise, simulated where the tests run."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from types import SimpleNamespace

import pytest

from readiness.command.double_click import wait_if_double_clicked
from tests.running import CLEAN, COMMAND, CONTOSO, ROOT, environment, people, run

LACKING = """
import os, signal, sys
for name in ("fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"):
    sys.modules[name] = None
for module, names in (
    (os, ("fork", "forkpty", "geteuid", "getuid", "getegid", "getgid", "sched_getaffinity",
          "posix_fadvise", "mkfifo", "pread", "sendfile")),
    (signal, ("SIGHUP", "SIGQUIT", "SIGALRM", "SIGUSR1", "pthread_sigmask")),
):
    for name in names:
        delattr(module, name)
"""
"""What a Python for Windows has not; each process begins with it."""
OWN_CHECK = """
from readiness import EVERY_KIND, Check, Severity

class Seen(Check):
    '''The entry is there.

    Fix: nothing.
    '''
    id = "seen"
    severity = Severity.INFO
    kinds = EVERY_KIND
    reads = ("displayName",)

    def examine(self, entry):
        yield self.finding(entry, "displayName", None, "is seen")
"""


@pytest.fixture
def windows(tmp_path):
    """The environment of a Python without what Windows lacks."""
    (tmp_path / "sitecustomize.py").write_text(LACKING)
    # a scan without locks holds none, so others that have them would take its folder for abandoned
    (tmp_path / "temporary").mkdir()
    return {"PYTHONPATH": str(tmp_path), "TMPDIR": str(tmp_path / "temporary")}


def test_a_scan_needs_nothing_that_windows_lacks(tmp_path, windows):
    (tmp_path / "own.py").write_text(OWN_CHECK)
    options = (CONTOSO, CLEAN, "--no-config", "--check-file", "own.py", "-r", "json:-")
    there = run("scan", *options, cwd=tmp_path)
    done = run("scan", *options, "--jobs", "2", cwd=tmp_path, **windows)
    assert (done.returncode, done.stderr) == (there.returncode, there.stderr) == (1, "")
    assert done.stdout == there.stdout
    assert '"check":"seen"' in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["checks"], ["preview", CLEAN], ["waves", CLEAN], ["doctor", "ldap://127.0.0.1:9"], ["man"]],
    ids=lambda arguments: arguments[0],
)
def test_a_command_needs_nothing_that_windows_lacks(arguments, tmp_path, windows):
    there = run(*arguments, cwd=tmp_path)
    done = run(*arguments, cwd=tmp_path, **windows)
    assert (done.returncode, done.stdout) == (there.returncode, there.stdout)
    assert "bug" not in done.stderr


@pytest.mark.parametrize("code_page", ["cp437", "cp850", "cp1252", "ascii"])
def test_marks_that_a_code_page_lacks_become_plain(code_page, tmp_path):
    (tmp_path / "export.ldif").write_text(people("contoso.local"), "utf-8")
    done = redirected("scan", tmp_path / "export.ldif", "--no-config", code_page=code_page)
    assert done.returncode == 1
    text = done.stdout.decode(code_page)
    assert "\\u" not in text
    assert "ana@contoso.local" in text
    assert ("“" in text) is (code_page == "cp1252")
    assert ('"' in text) is (code_page != "cp1252")


def test_a_letter_that_a_code_page_lacks_is_escaped(tmp_path):
    (tmp_path / "export.ldif").write_text(people("контосо.local"), "utf-8")
    done = redirected("scan", tmp_path / "export.ldif", "--no-config", code_page="cp437")
    assert b"\\u043a\\u043e" in done.stdout
    assert done.stderr == b""


def redirected(*arguments, code_page):
    """The outcome of a command whose output goes into a file of Windows."""
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        env=environment(PYTHONIOENCODING=code_page),
        capture_output=True,
        check=False,
    )


def test_paths_of_more_than_260_characters_are_read_and_written(tmp_path):
    folder = tmp_path.joinpath(*(f"{part:060}" for part in range(5)))
    folder.mkdir(parents=True)
    shutil.copy(CLEAN, folder / "export.ldif")
    done = run("scan", folder / "export.ldif", "-r", folder / "report.html", "-q")
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "report.html").exists()


@pytest.mark.parametrize(("processes", "waits"), [(1, True), (2, False)])
def test_a_double_clicked_program_stays_open(processes, waits, monkeypatch, capsys):
    kernel = SimpleNamespace(GetConsoleProcessList=lambda _, __: processes)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr("click.pause", print)
    wait_if_double_clicked()
    assert ("Press any key" in capsys.readouterr().out) is waits


def test_nothing_waits_where_there_is_no_such_console(monkeypatch):
    monkeypatch.delattr(ctypes, "windll", raising=False)
    monkeypatch.setattr("click.pause", lambda _: pytest.fail("it waits"))
    wait_if_double_clicked()


def test_no_module_asks_for_a_zone_of_the_time_zone_database():
    """Windows has none, so tzdata would be a dependency."""
    for path in [*ROOT.glob("readiness/**/*.py"), *ROOT.glob("checks/**/*.py")]:
        assert "zoneinfo" not in path.read_text("utf-8"), path
