"""The temporary folder is private, locked as long as it is used, and removed in the end."""

import errno
import os
import signal
import subprocess
import sys
import tempfile

import pytest

from readiness.storage.temporary_folder import StorageError, opened, private_folder

HELD = """
import sys
from readiness.storage.temporary_folder import private_folder
with private_folder() as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _parent(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.fixture
def held(tmp_path):
    """A process that holds a folder, and the folder."""
    with subprocess.Popen(
        [sys.executable, "-c", HELD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        encoding="utf-8",
    ) as process:
        assert process.stdout
        yield process, tmp_path / process.stdout.readline().strip()
        process.kill()


def test_nobody_else_can_read_the_folder_and_it_is_gone_in_the_end():
    with private_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "file").touch()
    assert not folder.exists()


def test_the_folder_of_a_scan_that_runs_is_left_alone(held):
    _, folder = held
    with private_folder():
        assert folder.is_dir()


def test_the_folder_of_a_scan_that_was_killed_is_removed_by_the_next(held):
    process, folder = held
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert folder.is_dir()
    with private_folder():
        assert not folder.exists()


def test_where_there_are_no_locks_every_folder_is_left_alone(held, monkeypatch):
    _, folder = held
    monkeypatch.setattr("readiness.storage.temporary_folder.fcntl", None)
    with private_folder():
        assert folder.is_dir()


def test_what_is_not_ours_is_left_alone(tmp_path, monkeypatch):
    (tmp_path / "readiness-without-lock").mkdir()
    (tmp_path / "readiness-file").touch()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "lock").touch()
    (tmp_path / "readiness-link").symlink_to(tmp_path / "other")
    before = {path.name for path in tmp_path.iterdir()}
    with private_folder():
        pass
    assert {path.name for path in tmp_path.iterdir()} == before
    (tmp_path / "readiness-of-another" / "sub").mkdir(parents=True)
    (tmp_path / "readiness-of-another" / "lock").touch()
    monkeypatch.setattr(os, "geteuid", lambda: -1)
    with private_folder():
        assert (tmp_path / "readiness-of-another").is_dir()


def test_an_error_of_the_folder_names_it(tmp_path):
    path = tmp_path / "missing" / "file"
    with pytest.raises(StorageError, match="the temporary folder") as caught, opened(path, "wb"):
        pass
    assert caught.value.status == 3


def test_a_folder_that_cannot_be_made_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(StorageError, match="No such file"), private_folder():
        pass


def test_a_folder_that_cannot_be_locked_is_told_and_not_left_behind(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    with pytest.raises(StorageError, match="No locks available"), private_folder():
        pass
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_while_the_folder_is_locked_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("fcntl.flock", interrupt)
    with pytest.raises(KeyboardInterrupt), private_folder():
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [(), ("lock.new",)])
def test_an_old_folder_that_was_never_locked_is_removed(tmp_path, content):
    old, new = tmp_path / "readiness-old", tmp_path / "readiness-new"
    for folder in (old, new):
        folder.mkdir()
        for name in content:
            (folder / name).touch()
    os.utime(old, (0, 0))
    with private_folder():
        assert not old.exists()
        assert new.is_dir()


def test_an_old_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "readiness-notes").mkdir()
    (tmp_path / "readiness-notes" / "notes.txt").touch()
    os.utime(tmp_path / "readiness-notes", (0, 0))
    with private_folder():
        pass
    assert (tmp_path / "readiness-notes" / "notes.txt").exists()
