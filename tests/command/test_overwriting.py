"""Nothing that was asked for is written over what is read."""

import os
import shutil
from pathlib import Path

import pytest

from tests.running import CLEAN, run


@pytest.fixture
def folder(tmp_path):
    shutil.copy(CLEAN, tmp_path / "export.ldif")
    (tmp_path / "readiness.toml").write_text("[gate]\n")
    (tmp_path / "check.py").write_text("")
    (tmp_path / "key").write_text("0123456789abcdef")
    (tmp_path / "link.json").symlink_to("export.ldif")
    (tmp_path / "same.json").hardlink_to(tmp_path / "export.ldif")
    return tmp_path


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["-r", "json:export.ldif"], "the source export.ldif"),
        (["-r", "html:./export.ldif"], "the source export.ldif"),
        (["-r", "link.json"], "the source export.ldif"),
        (["-r", "same.json"], "the source export.ldif"),
        (["--write-baseline", "export.ldif"], "the source export.ldif"),
        (["-r", "csv:readiness.toml"], "the configuration readiness.toml"),
        (["-r", "csv:check.py", "--check-file", "check.py"], "the check file check.py"),
        (["-r", "csv:key", "--redact=pseudonyms", "--redact-key-file=key"], "pseudonyms key"),
        (["-r", "a.json", "-r", "json:./a.json"], "the report a.json"),
        (["-r", "a.json", "--write-baseline", "a.json"], "the report a.json"),
    ],
)
def test_it_is_refused_before_anything_is_read(folder, options, expected):
    before = {path: path.read_bytes() for path in folder.iterdir()}
    done = run("scan", "export.ldif", *options, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "would overwrite" in done.stderr
    assert expected in done.stderr
    assert done.stderr.count("\n") == 1
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.skipif(os.name != "posix", reason="the shell is POSIX")
def test_the_file_behind_standard_input_is_read_too(folder):
    with (folder / "export.ldif").open("rb") as file:
        done = run("scan", "-", "-r", "json:export.ldif", cwd=folder, stdin=file)
    assert done.returncode == 2
    assert "would overwrite standard input" in done.stderr


def test_a_baseline_is_brought_up_to_date_in_its_place(folder):
    assert run("scan", "export.ldif", "-q", "--write-baseline=b.json", cwd=folder).returncode == 0
    both = ["--baseline=b.json", "--write-baseline=b.json"]
    assert run("scan", "export.ldif", "-q", *both, cwd=folder).returncode == 0


@pytest.mark.skipif(not Path(os.devnull).exists(), reason="there is no such device")
def test_a_device_can_take_several_reports(folder):
    two = ["-r", f"json:{os.devnull}", "-r", f"csv:{os.devnull}"]
    assert run("scan", "export.ldif", "-q", *two, cwd=folder).returncode == 0


def test_a_report_of_an_earlier_scan_is_replaced(folder):
    for _ in range(2):
        assert run("scan", "export.ldif", "-q", "-r", "a.json", cwd=folder).returncode == 0
