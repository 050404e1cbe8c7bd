"""Makes blocks of LDIF of the rows of a table, so that all that follows knows but one format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.sources.ldif.block_splitter import BLOCK_SIZE, Block, TableProblem, TableRows
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
    """
    records: list[bytes] = []
    lines: list[int] = []
    problems: list[TableProblem] = []
    size, offset, first, last = 0, 0, 1, 0
    for row in rows:
        if size >= BLOCK_SIZE:
            yield Block(
                offset, b"".join(records), rows=TableRows(lines, row.line - first, problems)
            )
            offset += size
            records, lines, problems, size, first = [], [], [], 0, row.line
        last = row.line
        if isinstance(row, RowProblem):
            problems.append(TableProblem(row.line - first, row.message, row.attribute))
            continue
        records.append(_record(row))
        lines.append(row.line - first)
        size += len(records[-1])
    if records or problems:
        yield Block(offset, b"".join(records), rows=TableRows(lines, last - first + 1, problems))


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
