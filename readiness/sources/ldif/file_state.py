"""Notices that a file was changed, cut short, replaced or removed while it was read."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple, Self

from readiness.sources.ldif.utf8_stream import Unreadable

if TYPE_CHECKING:
    from pathlib import Path


class FileState(NamedTuple):
    """What tells one state of a file from another."""

    device: int
    inode: int
    size: int
    modified: int
    """In nanoseconds."""

    @classmethod
    def of(cls, file: Path | int) -> Self | None:
        """The state of the file that a path leads to, or an open one; None for a pipe or a device.

        Raises:
            OSError: there is none.
        """
        status = os.stat(file)  # noqa: PTH116 - a path or a descriptor
        if not stat.S_ISREG(status.st_mode):
            return None
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)

    def verify(self, file: Path | int) -> None:
        """Make sure that the file is as it was.

        Raises:
            Unreadable: it is not.
        """
        try:
            now = FileState.of(file)
        except FileNotFoundError:
            raise Unreadable("the file was removed while it was read") from None
        if now == self:
            return
        if now is None or now[:2] != self[:2]:
            how = "was replaced"
        elif now.size < self.size:
            how = f"got shorter, {self.size:,} bytes at first and {now.size:,} in the end,"
        else:
            how = "changed"
        raise Unreadable(f"the file {how} while it was read: scan a copy of it")
