"""Writes down what an apply or undo does, on disk before and after each request.

So a killed run can be resumed, and what was done can be undone.
"""

from __future__ import annotations

import json
import os
from typing import IO, TYPE_CHECKING, Any, Self

from readiness.errors import ReadinessError, UsageError
from readiness.remediation.applying.journal import SCHEMA
from readiness.remediation.repair_plan.private_file import sync_folder

try:
    import fcntl
except ImportError:  # Windows: there, nobody else can open the file for writing
    fcntl = None  # type: ignore[assignment]  # a module elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from types import TracebackType

    from readiness.remediation.applying.journal import Head, Result
    from readiness.remediation.repair_plan.change import Change


# Windows has none, and there only administrators make links
_NOT_FOLLOWED = getattr(os, "O_NOFOLLOW", 0)
"""Who could put a link there would choose the file that is written to."""


class JournalLost(ReadinessError):
    """What is done could not be written down, so nothing more is done."""

    status = 3


class JournalWriter:
    """Appends to a journal; each line is on the disk before the method returns."""

    def __init__(self, path: Path, head: Head, *, clock: Callable[[], str]) -> None:
        """Open it, or go on with the one that is there; `clock` tells the time for each line.

        Raises:
            UsageError: it cannot be written, or another run writes it.
        """
        self._clock = clock
        try:
            is_new = not path.exists()
            handle = os.open(path, os.O_RDWR | os.O_CREAT | _NOT_FOLLOWED, 0o600)
            self._file: IO[bytes] = os.fdopen(handle, "r+b")
            if fcntl is not None:
                os.fchmod(handle, 0o600)  # only its owner can, so that it is nobody else's
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # a line that a killed run began to write says nothing: its request was never sent
            whole = self._file.read().rfind(b"\n") + 1
            self._file.truncate(whole)
            self._file.seek(whole)
            if is_new:
                sync_folder(path.parent)
        except BlockingIOError as error:
            raise UsageError(f"another run writes the journal {path} at this moment") from error
        except OSError as error:
            raise UsageError(f"the journal {path} cannot be written: {error.strerror}") from error
        self._write({"schema": SCHEMA, **vars(head)})

    def intend(self, change: Change, dn: str, shared_with: Iterable[str]) -> None:
        """Say what will be sent next; `dn` is the name that the object has now.

        `shared_with` are the GUIDs of those who hold what the object gives up: to take the change
        back is not to take anything from them.
        """
        edits = [edit.as_json() for edit in change.edits]
        shared = sorted(shared_with)
        self._write(
            {
                "intent": change.id,
                "guid": change.guid,
                "dn": dn,
                "edits": edits,
                "shared_with": shared,
            }
        )

    def record(self, change: str, result: Result, message: str = "") -> None:
        """Say what became of it."""
        self._write({"outcome": change, "result": result.value, "message": message})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def _write(self, content: dict[str, Any]) -> None:
        try:
            self._file.write(json.dumps({**content, "at": self._clock()}).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            # without a journal nothing more is sent
            raise JournalLost(f"the journal cannot be written: {error.strerror}") from error
