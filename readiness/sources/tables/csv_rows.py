"""Reads tables in CSV row by row, and tells which rows are damaged."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from readiness.sources.ldif.recognise import header_of
from readiness.sources.ldif.record_reader import LINE_MAX
from readiness.sources.ldif.utf8_stream import Unreadable, text_chunks
from readiness.sources.tables.row_blocks import RowProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO

UNFINISHED = (
    "the last line has no line end, so the file may be cut short: export or copy it again,"
    " or end it with an empty line if it is complete"
)


class Cells(NamedTuple):
    """The cells of a row that are not empty."""

    line: int
    """Where the row begins in the table; the first line is 1."""
    values: dict[str, str]
    """By the name of their column in the header."""


def read_rows(
    file: IO[bytes], misspelt: Callable[[list[str]], Iterable[tuple[str, str]]] = lambda _: ()
) -> Iterator[Cells | RowProblem]:
    """The rows below the header of a table in UTF-8.

    `misspelt` tells of the names in the header which are wrong, each with the right one.

    Raises:
        Unreadable: there is no header, or the text is not UTF-8.
    """
    lines = _Lines(file)
    first = next(lines, "")
    # Windows PowerShell writes such a line unless it is told not to:
    # https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/export-csv
    has_type = first.startswith("#TYPE ")
    header = header_of(next(lines, "") if has_type else first)
    if header is None:
        raise Unreadable("the table has no header: export it again")
    names, delimiter = header
    csv.field_size_limit(LINE_MAX)  # a quote that is never closed takes in all that follows
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    lines_before = 2 if has_type else 1
    for wrong, right in misspelt(names):
        message = f"no property is named {wrong}: export again with {right} in its place"
        yield RowProblem(lines_before, message, right.lower())
    while True:
        line = lines_before + reader.line_num + 1
        # not a “for”, which an error would end: the reader can go on behind the damaged row
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield RowProblem(line, f"the row is damaged ({error}) and is left out")
            continue
        if cells is None:
            break
        if cells and len(cells) != len(names):
            yield RowProblem(
                line,
                f"the row has {len(cells):,} cells instead of {len(names):,} and is left out",
            )
        elif cells:
            pairs = zip(names, cells, strict=True)
            yield Cells(line, {name: cell for name, cell in pairs if cell})
    if not lines.ended:
        yield RowProblem(lines_before + reader.line_num, UNFINISHED)


class _Lines:
    """The lines of a text, with their ends; each is at hand for no longer than it is needed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._lines = self._split(file)
        self.ended = True
        """Whether the last line had a line end."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.ended = line.endswith("\n")
        return line

    def _split(self, file: IO[bytes]) -> Iterator[str]:
        begun = ""
        for chunk in text_chunks(file):
            # not splitlines(), which would also part values at U+2028 and the like
            *whole, begun = (begun + chunk).split("\n")
            yield from (f"{line}\n" for line in whole)
            if len(begun) > LINE_MAX:
                raise Unreadable(f"a line is longer than {LINE_MAX:,} characters; is this a table?")
        if begun:
            yield begun
