"""Notices that a file was changed, cut short, replaced or removed while it was read."""

from __future__ import annotations

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
    def of(cls, path: Path) -> Self:
        """The state of the file that a path leads to.

        Raises:
            OSError: there is none.
        """
        status = path.stat()
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)

    def verify(self, path: Path) -> None:
        """Make sure that the file is as it was.

        Raises:
            Unreadable: it is not.
        """
        try:
            now = FileState.of(path)
        except FileNotFoundError:
            raise Unreadable("the file was removed while it was read") from None
        if now == self:
            return
        if now[:2] != self[:2]:
            how = "was replaced"
        elif now.size < self.size:
            how = f"got shorter, {self.size:,} bytes at first and {now.size:,} in the end,"
        else:
            how = "changed"
        raise Unreadable(f"the file {how} while it was read: scan a copy of it")
