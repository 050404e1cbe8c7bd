"""Writes files that only their owner can read, and never over another one by accident."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from readiness.errors import UsageError


def write_private(path: Path, content: str, what: str, *, is_forced: bool = False) -> None:
    """Write a text as it is, line ends included; it is all there, or not at all.

    Raises:
        UsageError: there is a file already and nobody said to replace it, or it cannot be written.
    """
    draft: Path | None = None
    is_ours = False
    try:
        if not is_forced:
            # the name is ours from here on, even if somebody else wants it at this moment
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            is_ours = True
        # under a name that nobody can foresee, with the mode 0600; a link is replaced, not followed
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        draft = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(content)
        draft.replace(path)
        draft, is_ours = None, False
    except FileExistsError as error:
        raise UsageError(f"{path} is there already: name another file, or say --force") from error
    except OSError as error:
        raise UsageError(f"{what} {path} cannot be written: {error.strerror or error}") from error
    finally:
        if draft:
            draft.unlink(missing_ok=True)
        if is_ours:
            path.unlink(missing_ok=True)
