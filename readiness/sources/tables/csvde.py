"""Reads what csvde writes: a column for each LDAP attribute, in LDAP's own syntax.

https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2012-r2-and-2012/cc732101(v=ws.11)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readiness.sources.tables.csv_rows import Cells, read_rows
from readiness.sources.tables.multi_valued import is_multi_valued
from readiness.sources.tables.row_blocks import Row, RowProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

_HEXADECIMAL = re.compile(r"X'((?:[0-9a-fA-F]{2})*)'")
"""How octets, and texts beyond ASCII, are written without `-u`."""
_VALUE = re.compile(r"(?:[^\\;]|\\.?)+", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\;])")


def rows(file: IO[bytes]) -> Iterator[Row | RowProblem]:
    """The entries of an export of csvde in UTF-8.

    Raises:
        Unreadable: the text is not UTF-8.
    """
    for cells in read_rows(file):
        if not isinstance(cells, Cells):
            yield cells
            continue
        values = dict(cells.values)
        dn = next((values.pop(name) for name in cells.values if name.lower() == "dn"), None)
        if dn is None:
            yield RowProblem(cells.line, "the row has no DN and is left out")
            continue
        attributes = {name: values_of(name, cell) for name, cell in values.items()}
        yield Row(cells.line, octets_of(dn).decode("utf-8", "backslashreplace"), attributes)


def values_of(name: str, cell: str) -> list[bytes]:
    r"""The values in a cell: several are parted by `;`, and `\;` is one that parts nothing."""
    # nothing in the file tells which attributes have several values: the schema does
    if not is_multi_valued(name):
        return [octets_of(cell)]
    return [octets_of(_ESCAPED.sub(r"\1", value)) for value in _VALUE.findall(cell)]


def octets_of(value: str) -> bytes:
    """The octets of a value."""
    hexadecimal = _HEXADECIMAL.fullmatch(value)
    return bytes.fromhex(hexadecimal[1]) if hexadecimal else value.encode()
