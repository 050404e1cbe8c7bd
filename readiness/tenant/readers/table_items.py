"""Reads objects out of tables: of PowerShell, of either admin centre, of Exchange.

https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/export-csv
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.errors import UsageError
from readiness.sources.ldif.recognise import header_of, is_ldif
from readiness.sources.ldif.utf8_stream import HEAD_SIZE, text_of
from readiness.sources.tables.csv_rows import UNFINISHED, Cells, read_rows
from readiness.tenant.commands import EXPORT_AGAIN, OF_DIRECTORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO


class NoTable(UsageError):
    """A text is neither JSON nor a table."""


class Table:
    """The rows of a table in UTF-8."""

    def __init__(self, file: IO[bytes], head: bytes, location: str) -> None:
        """Take the file, its first bytes as they are, in whatever encoding, and its path.

        Raises:
            UsageError: it is no table.
        """
        text = text_of(head[:HEAD_SIZE]).lstrip()
        if is_ldif(text):
            raise UsageError(f"{location}: {OF_DIRECTORY}")
        header = header_of(text)
        if header is None:
            what = "is no export of a tenant, being neither JSON nor a table"
            if not text:  # PowerShell writes a list of nothing so, and a failed command, too
                what = "is empty, as where a command failed: write [] if there is nothing to list"
            raise NoTable(f"{location}: it {what}; {EXPORT_AGAIN}")
        self.names = header.names
        """The columns, as they are written."""
        self.problems: list[str] = []
        """Rows that are damaged; complete when all have been read."""
        self.is_unfinished = False
        """Whether the last line has no end, as where a table was cut short, or joined by hand."""
        self._file = file

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The cells of each row by column, those that are empty left out, beside its line.

        Raises:
            Unreadable: the text is not UTF-8.
        """
        for row in read_rows(self._file):
            if isinstance(row, Cells):
                yield row.line, row.values
            elif row.message == UNFINISHED:
                self.is_unfinished = True
            else:
                self.problems.append(f"line {row.line}: {row.message}")
