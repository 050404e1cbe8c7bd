"""Makes blocks of LDIF of the rows of a table, so that all that follows knows but one format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.sources.ldif.block_splitter import BLOCK_SIZE, Block, TableProblem, TableRows
from readiness.sources.ldif.utf8_stream import Unreadable
from readiness.sources.ldif.writer import is_attribute_name, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Attributes = dict[str, list[bytes]]
"""The values of an entry by LDAP attribute, as the table spells its name, in LDAP's own syntax."""


class Row(NamedTuple):
    """An entry of a table."""

    line: int
    """Where it begins in the table; the first line is 1."""
    dn: str
    attributes: Attributes


class RowProblem(NamedTuple):
    """Something in a table that cannot be read."""

    line: int
    message: str
    attribute: str | None = None
    """What is lost, in lower case; None if it is the whole row."""


def blocks(rows: Iterable[Row | RowProblem]) -> Iterator[Block]:
    """The entries of a table as blocks of the usual size.

    A block stands for the lines up to the first row of the next one, so that the line of an entry
    can be told from the lines of the blocks before it, as in any file.

    Raises:
        Unreadable: the table is damaged; the entries before the damage come first.
    """
    block = _BlockOfRows(1)
    try:
        for row in rows:
            if block.size >= BLOCK_SIZE:
                yield block.until(row.line)
                block = _BlockOfRows(row.line)
            block.add(row)
    except Unreadable:
        yield block.until(block.last + 1)
        raise
    yield block.until(block.last + 1)


class _BlockOfRows:
    """A block while it grows."""

    def __init__(self, first: int) -> None:
        self._first = self.last = first
        self.size = 0
        self._records: list[bytes] = []
        self._lines: list[int] = []
        self._problems: list[TableProblem] = []
        self._attributes: set[str] = set()

    def add(self, row: Row | RowProblem) -> None:
        self.last = row.line
        line = row.line - self._first
        if isinstance(row, RowProblem):
            self._problems.append(TableProblem(line, row.message, row.attribute))
            return
        self._attributes.update(name for name, values in row.attributes.items() if values)
        ldif = _record(row)
        self._records.append(ldif)
        self._lines.append(line)
        self.size += len(ldif)

    def until(self, line: int) -> Block:
        """The block, which stands for the lines before this one."""
        attributes = frozenset(map(str.lower, self._attributes))
        rows = TableRows(self._lines, line - self._first, self._problems, attributes)
        return Block(b"".join(self._records), rows=rows)


def _record(row: Row) -> bytes:
    # a column may be called anything: what is no name of an attribute, no check can read
    attributes = ((name.encode(), values) for name, values in row.attributes.items())
    return record(
        encoded(row.dn),
        ((name, values) for name, values in attributes if values and is_attribute_name(name)),
    )


def encoded(text: str) -> bytes:
    """A text in UTF-8; half a character, which JSON can hold, shows as what it is."""
    return text.encode("utf-8", "surrogatepass")
