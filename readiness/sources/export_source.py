"""An export as a source: a file, or standard input, in LDIF or a table, by its content."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, cast

from readiness.errors import SourceError
from readiness.model.values import text
from readiness.sources.ldif.block_splitter import split
from readiness.sources.ldif.file_state import FileState
from readiness.sources.ldif.partitions import BufferedBlocks, FileRange, buffered, file_ranges
from readiness.sources.ldif.recognise import (
    Form,
    declared_attributes,
    form_of,
    missing_file,
)
from readiness.sources.ldif.utf8_stream import (
    HEAD_SIZE,
    READ_ERRORS,
    Unreadable,
    as_utf8,
    is_plain,
    source_error,
)

if TYPE_CHECKING:
    import io
    from collections.abc import Hashable, Iterator
    from contextlib import AbstractContextManager

_STANDARD_INPUT = 0
"""It may be a file, too, that the shell has opened."""


class ExportSource:
    """A file, or standard input where the location is `-`."""

    def __init__(self, location: str) -> None:
        """Open nothing yet."""
        # on Linux a file name may be no text at all, but a report is
        self.location = text(location.encode("utf-8", "surrogateescape"))
        self.warnings: list[str] = []
        self.declared_attributes: tuple[str, ...] | None = None
        self._path = None if location == "-" else Path(location)
        self._file: Path | int = _STANDARD_INPUT if self._path is None else self._path
        self._form = Form.LDIF

    @property
    def kind(self) -> str:
        """`ldif`, `csv` or `json`, once `partitions` has begun."""
        return self._form.kind

    @property
    def identity(self) -> Hashable:
        """The file, however it is called; `-` for standard input."""
        try:
            state = FileState.of(self._file)
        except OSError:
            return self.location
        return state[:2] if state else self.location

    @property
    def size(self) -> int | None:
        """The bytes to read; None for a stream of unknown length."""
        try:
            return _plain_size(self._path) if self._path else None
        except OSError:
            return None

    def partitions(self, workers: int) -> Iterator[FileRange | BufferedBlocks]:
        """Ranges of a plain file of LDIF, or blocks of anything else.

        Raises:
            SourceError: it cannot be read, or not to its end, or it is no export.
        """
        try:
            with self._open() as file:
                state = FileState.of(self._file)
                yield from self._partitions(file, workers)
            if state:
                state.verify(self._file)
        except FileNotFoundError as error:
            raise SourceError(f"{self.location}: {missing_file(self.location)}") from error
        except READ_ERRORS as error:
            raise source_error(error, self.location) from error

    def _open(self) -> AbstractContextManager[io.BufferedReader]:
        if self._path is None:
            if sys.stdin is None:
                raise Unreadable("standard input is closed")
            return nullcontext(sys.stdin.buffer)  # type: ignore[arg-type]  # it is buffered
        if self._path.is_dir():  # to open one says something else on every system
            raise Unreadable(_folder(self._path))
        return cast("io.BufferedReader", self._path.open("rb", buffering=HEAD_SIZE))

    def _partitions(
        self, file: io.BufferedReader, workers: int
    ) -> Iterator[FileRange | BufferedBlocks]:
        # looked at, but not taken: standard input cannot be read twice
        head = file.peek(HEAD_SIZE)
        if not head:
            self.warnings.append(f"{self.location}: the file is empty; export it again")
        self._form = form_of(head)
        self.declared_attributes = declared_attributes(head)
        if self._form is not Form.LDIF:
            from readiness.sources.tables.table_reader import (  # noqa: PLC0415 - few are tables
                table_blocks,
            )

            yield from buffered(table_blocks(as_utf8(file), self._form), self._path)
        elif self._path and self._path.is_file() and is_plain(head):
            yield from file_ranges(self._path, workers)
        else:
            yield from buffered(split(as_utf8(file)), self._path)


def _plain_size(path: Path) -> int | None:
    """The size of a file that is read as it is; None for any other."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        head = file.read(HEAD_SIZE)
    return path.stat().st_size if is_plain(head) else None


def _folder(path: Path) -> str:
    """What to say about a folder."""
    names = sorted(file.name for file in path.iterdir() if file.suffix.lower() in (".ldif", ".ldf"))
    such = f", such as {path / names[0]}" if names else ""
    return f"it is a folder: name the files in it{such}"
