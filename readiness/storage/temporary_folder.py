"""The private folder of a scan: made, locked, removed, and blamed for its own errors."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from readiness.errors import ReadinessError

try:
    import fcntl
except ImportError:  # Windows: there, an open file cannot be removed, which is as good as a lock
    fcntl = None  # type: ignore[assignment]  # a module elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = "readiness-"
_LOCK = "lock"
"""The file in the folder that is open, and locked, as long as the scan lasts."""
_DRAFT = f"{_LOCK}.new"
"""Its name until it is locked."""
_LOCKED_WITHIN = 3600
"""Seconds after which a folder without a lock will never have one."""
_TOO_MANY_FILES = (errno.EMFILE, errno.ENFILE)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class StorageError(ReadinessError):
    """The temporary folder cannot be written or read: no fault of a source."""

    status = 3

    @classmethod
    def of(cls, error: OSError, folder: Path) -> StorageError:
        """The error in words, with what to do about it."""
        if error.errno in _TOO_MANY_FILES:
            return cls(f"{error.strerror}: raise the limit of open files (ulimit -n)")
        advice = ""
        if error.errno in _NO_ROOM:
            advice = ": set TMPDIR to a folder with more room"
        elif error.errno == errno.EFBIG:
            advice = ": raise the limit of file sizes (ulimit -f)"
        reason = error.strerror or str(error)
        return cls(f"the temporary folder {folder} cannot be used: {reason}{advice}")


@contextmanager
def private_folder() -> Iterator[Path]:
    """A temporary folder that nobody else can read, and that is gone in the end.

    Raises:
        StorageError: it cannot be made.
    """
    parent = Path(tempfile.gettempdir())
    _remove_abandoned(parent)
    try:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))  # with the mode 0700
    except OSError as error:
        raise StorageError.of(error, parent) from error
    try:
        # closed before the folder goes: Windows removes no file that is open
        with _locked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def opened(path: Path, mode: str) -> Iterator[IO[bytes]]:
    """A file of the temporary folder.

    Raises:
        StorageError: it cannot be opened, read or written.
    """
    try:
        with path.open(mode) as file:
            yield file
    except OSError as error:
        raise StorageError.of(error, path.parent) from error


def _locked(folder: Path) -> IO[bytes]:
    """The lock of a folder; whoever sees it under its name sees it locked.

    Raises:
        StorageError: there is no room for it, or the file system knows no locks.
    """
    draft = folder / _DRAFT
    try:
        lock = draft.open("xb")
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
            except BaseException:
                lock.close()
                raise
            draft.rename(folder / _LOCK)
            return lock
        lock.close()
        draft.rename(folder / _LOCK)
        return (folder / _LOCK).open("rb")
    except OSError as error:
        raise StorageError.of(error, folder) from error


def _remove_abandoned(parent: Path) -> None:
    """Remove the folders of scans that were killed: those of this user that nobody has locked."""
    for folder in parent.glob(f"{_PREFIX}*"):
        # a folder that is going, or is not ours, or still in use, is left alone
        with suppress(OSError):
            if not _is_ours(folder):
                continue
            if _was_never_locked(folder):
                # not as a whole: were it no folder of a scan, something would be in it
                (folder / _DRAFT).unlink(missing_ok=True)
                folder.rmdir()
            elif _is_unlocked(folder / _LOCK):
                shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    status = folder.lstat()
    is_of_user = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
    # a link could lead to a folder that is no scan's
    return is_of_user and folder.is_dir() and not folder.is_symlink()


def _was_never_locked(folder: Path) -> bool:
    """Whether a scan that began long ago was killed before it could lock its folder."""
    is_old = time.time() - folder.stat().st_mtime > _LOCKED_WITHIN
    return is_old and {path.name for path in folder.iterdir()} <= {_DRAFT}


def _is_unlocked(lock: Path) -> bool:
    """Whether no process surely holds a lock that is there.

    Raises:
        OSError: it is not there, or held.
    """
    if fcntl is None:
        # elsewhere than on Windows a file goes although it is open: nothing can be told from it
        if os.name != "nt":
            return False
        lock.unlink()
        return True
    with lock.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return True
