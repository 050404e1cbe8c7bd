"""Writes files that only their owner can read, and never over another one by accident."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from readiness.errors import UsageError


def write_private(path: Path, content: str, what: str, *, is_forced: bool = False) -> None:
    """Write a text as it is, line ends included; it is all there, on the disk, or not at all.

    Raises:
        UsageError: there is a file already and nobody said to replace it, or it cannot be written.
    """
    draft: Path | None = None
    try:
        # under a name that nobody can foresee, with the mode 0600
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        draft = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        # either way a link of that name is not followed: one is replaced, the other is in the way
        draft.replace(path) if is_forced else _name(draft, path)
        sync_folder(path.parent)
    except FileExistsError as error:
        raise UsageError(f"{path} is there already: name another file, or say --force") from error
    except OSError as error:
        raise UsageError(f"{what} {path} cannot be written: {error.strerror or error}") from error
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Let the name of a new file be on the disk, too, where folders can be opened at all."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _name(draft: Path, path: Path) -> None:
    """Give a file that is complete its name.

    Raises:
        FileExistsError: something has that name, even since a moment ago.
        OSError: it cannot be had.
    """
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # FAT and some network shares know no second name of a file: it is kept free
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            draft.replace(path)
        except OSError:
            path.unlink()
            raise
