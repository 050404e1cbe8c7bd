"""The manual pages."""

import re
import shutil
import subprocess

import pytest

from readiness.command.cli import SUBCOMMANDS
from tests.running import run


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("man") / "man1"
    done = run("man", "--into", folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_every_command_has_a_page(pages):
    names = {"readiness.1", *(f"readiness-{name}.1" for name in SUBCOMMANDS)}
    assert {path.name for path in pages.iterdir()} >= {*names, "readiness-plan-make.1"}
    assert run("man", "plan", "make").stdout == (pages / "readiness-plan-make.1").read_text("utf-8")
    assert run("man", "scan").stdout == (pages / "readiness-scan.1").read_text("utf-8")


def test_every_command_says_with_which_statuses_it_may_end(pages):
    groups = {"readiness.1", "readiness-plan.1"}
    for page in (page for page in pages.iterdir() if page.name not in groups):
        statuses = page.read_text("utf-8").partition(".SH EXIT STATUS\n.nf\n")[2]
        assert statuses.startswith("  0  "), page
        assert "\n  2  an option" in statuses, page


def test_no_page_cuts_the_summary_of_a_command_short(pages):
    for page in pages.iterdir():
        # SOURCE... may be repeated
        assert not re.search(r"[a-z,;]\.\.\.$", page.read_text("utf-8"), re.MULTILINE), page.name


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_every_page_is_sound(pages):
    for page in pages.iterdir():
        done = _typeset(page)
        assert not done.stderr, page.name
        assert "SYNOPSIS" in done.stdout


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_a_page_says_what_the_help_says(pages):
    words = " ".join(_typeset(pages / "readiness-scan.1").stdout.split())
    assert "--no-config Look for no readiness.toml." in words
    assert "WHAT IS SCANNED" in words
    assert "EXIT STATUS 0 everything was read, and the gate passed" in words


def _typeset(page):
    command = ["groff", "-K", "utf8", "-man", "-T", "utf8", "-P", "-cbou", "-w", "all", str(page)]
    return subprocess.run(command, capture_output=True, text=True, check=True)


def test_a_command_that_there_is_not_has_no_page():
    done = run("man", "plan", "mke")
    assert (done.returncode, done.stdout) == (2, "")
    assert "readiness plan has no command “mke”" in done.stderr


def test_a_page_cannot_be_written_over_a_file(tmp_path):
    (tmp_path / "man").write_text("")
    done = run("man", "--into", tmp_path / "man")
    assert (done.returncode, done.stdout) == (2, "")
