"""What is private is whole, its owner's alone, and written over nobody's file."""

import errno
import os
import stat

import pytest

from readiness.errors import UsageError
from readiness.remediation.repair_plan.private_file import write_private


@pytest.fixture(params=["links", "no links"])
def folder(request, tmp_path, monkeypatch):
    """A folder, maybe on a file system where no file has two names."""
    if request.param == "no links":

        def refuse(*_):
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
    return tmp_path


def test_a_file_is_whole_and_private_and_on_the_disk(folder, monkeypatch):
    synced: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(_kind(handle)))
    write_private(folder / "plan.json", "a\r\nb\n", "the plan")
    [written] = folder.iterdir()
    assert written.read_bytes() == b"a\r\nb\n"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert synced == ["file", "folder"]


def test_what_has_the_name_already_stays_and_a_link_is_not_followed(folder):
    other, name = folder / "other", folder / "plan.json"
    for content in (None, "theirs"):
        name.symlink_to(other)
        if content:
            other.write_text(content)
        with pytest.raises(UsageError, match="is there already"):
            write_private(name, "ours", "the plan")
        assert name.is_symlink()
        assert other.exists() == bool(content)
        write_private(name, "ours", "the plan", is_forced=True)
        assert name.read_text() == "ours"
        assert not name.is_symlink()
        name.unlink()
    assert other.read_text() == "theirs"
    assert list(folder.iterdir()) == [other]


def test_what_cannot_be_written_leaves_nothing_behind(folder, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="No space left"):
        write_private(folder / "plan.json", "a", "the plan")
    assert not list(folder.iterdir())


def _kind(handle):
    return "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"
