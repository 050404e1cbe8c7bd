"""What the pages tell somebody to paste works as it stands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from readiness.command.cli import SUBCOMMANDS
from tests.docs.markdown import blocks, pages
from tests.running import COMMAND, CONTOSO, ROOT, environment

README = ROOT / "README.md"
README_LINES_MAX = 120
SET_UP = "python3 -m venv .venv && .venv/bin/pip install -q"
SHELL_BLOCKS = blocks(README, "sh")
LATER_BLOCKS = [
    block
    for page in pages()
    for block in blocks(page, "sh")
    if block not in SHELL_BLOCKS[:2] and not block.needs and page.name != "repairing.md"
]
"""Those that stand alone; repairing.md is a walk, whose commands have a test of their own."""
NEEDS = {
    "README.md": {"a domain controller"},
    "CONTRIBUTING.md": {"a checkout, and two minutes", "a checkout that is set up"},
    "adding-a-format.md": {"the format above, in a checkout"},
    "installing.md": {"a container engine"},
    "live-directories.md": {"a domain controller"},
    "reading-exports.md": {"a domain controller"},
    "tenant.md": {"an export of a tenant"},
    "writing-a-check.md": {"the check above, in a checkout"},
}
"""What blocks need that is not here; no other block may be left out."""
MEANT_FAILURES = {0, 1}
"""The sample is not ready, and a scan of it says so."""

needs_bash = pytest.mark.skipif(not shutil.which("bash"), reason="the blocks are for a POSIX shell")


@pytest.fixture
def checkout(tmp_path):
    """A folder with what a block may use of the repository, set up; nothing of it is written to."""
    shutil.copytree(ROOT / "sample_ldif", tmp_path / "sample_ldif")
    shutil.copy(CONTOSO, tmp_path / "export.ldif")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


def pasted(text, folder):
    """The outcome of a block that is pasted into a terminal."""
    path = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"
    env = environment(PATH=path, READINESS_EXPORTED_ATTRIBUTES="")
    return subprocess.run(
        ["bash", "-c", text],  # noqa: S607 - the one on the path
        cwd=folder,
        env={name: value for name, value in env.items() if value},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def test_the_readme_is_read_in_one_sitting():
    assert len(README.read_text("utf-8").splitlines()) <= README_LINES_MAX


def test_the_first_two_blocks_set_everything_up():
    scan, tests = (block.text.strip() for block in SHELL_BLOCKS[:2])
    assert scan.startswith(f"{SET_UP} . && .venv/bin/readiness scan ")
    assert tests == f"{SET_UP} -e '.[dev]' && .venv/bin/python -m pytest"
    assert tests in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


@needs_bash
def test_the_first_block_scans_the_sample(checkout):
    scan = SHELL_BLOCKS[0].text.partition(" . && ")[2]
    done = pasted(scan, checkout)
    assert done.returncode in MEANT_FAILURES, done.stderr
    assert (checkout / "readiness.html").exists()
    assert (checkout / "readiness.json").exists()


@needs_bash
@pytest.mark.parametrize("block", LATER_BLOCKS, ids=str)
def test_a_block_works_as_pasted(block, checkout):
    # each line alone, since a terminal goes on after a failure, and so that none hides
    for line in block.text.splitlines():
        done = pasted(line, checkout)
        assert done.returncode in MEANT_FAILURES, f"{line}\n{done.stderr}"
        assert "Traceback" not in done.stderr, line


def test_a_block_that_is_not_run_needs_what_cannot_be_had_here():
    needs: dict[str, set[str]] = {}
    for page in pages():  # of which several may be a README.md
        for block in blocks(page, "sh"):
            if block.needs:
                needs.setdefault(page.name, set()).add(block.needs)
    assert needs == NEEDS
    # that of README alone has five commands
    assert [str(block) for block in LATER_BLOCKS].count(f"README.md:{SHELL_BLOCKS[2].line}") == 1


def test_powershell_lines_are_for_the_one_that_windows_has():
    """Windows PowerShell 5.1 knows neither && nor a backslash at the end of a line."""
    for block in (block for page in pages() for block in blocks(page, "powershell")):
        assert "&&" not in block.text, str(block)
        assert not re.search(r"\\$|/bin/", block.text, re.MULTILINE), str(block)


def test_what_needs_windows_or_a_directory_says_so():
    live = re.compile(r"ldaps?://|\bldapsearch\b|\bldbsearch\b|\bpodman\b")
    for block in LATER_BLOCKS:
        assert not live.search(block.text), str(block)


def test_every_command_that_a_page_shows_exists():
    """Also of blocks that are not run."""
    shown = re.compile(r"(?:^|[\s`\\/])readiness(?:\.exe)? ([a-z][a-z-]+)(?=[\s`])")
    for page in set(pages()) - {ROOT / "docs" / "mistakes.md"}:
        texts = [block.text for block in blocks(page, "sh", "powershell")]
        texts += re.findall(r"`([^`\n]+)`", page.read_text("utf-8"))
        for text in texts:
            for name in shown.findall(text):
                assert name in SUBCOMMANDS, f"{page.relative_to(ROOT)}: readiness {name}"


@pytest.mark.slow
@needs_bash
def test_the_first_block_works_in_a_clean_clone(tmp_path):
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)  # noqa: S607 - as above
    done = pasted(SHELL_BLOCKS[0].text, Path(clone))
    assert done.returncode in MEANT_FAILURES, done.stderr
    assert (clone / "readiness.html").exists()
