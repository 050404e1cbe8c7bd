"""Reads what `Get-ADUser … | Export-Csv` writes: a column for each property of PowerShell.

https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/export-csv
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from readiness.sources.tables.csv_rows import read_rows
from readiness.sources.tables.multi_valued import is_multi_valued
from readiness.sources.tables.powershell import NAMES, TIMES, row_of
from readiness.sources.tables.row_blocks import RowProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from readiness.sources.tables.powershell import Property
    from readiness.sources.tables.row_blocks import Row

# in a DN, a “;” of its own is escaped: https://www.rfc-editor.org/rfc/rfc4514#section-2.4
_JOINT = re.compile(r"(?<!\\);\s*")
_JOINT_OF_ADDRESSES = re.compile(r"[;,|\s]\s*(?=(?!DDA:)[A-Za-z0-9-]+:)")
"""Addresses of X.400 have `;` in them, but what follows is the type of an address in none."""
_WANTED = (
    "displayName",
    "mailNickname",
    "objectGUID",
    "objectSid",
    "proxyAddresses",
    "sAMAccountName",
    "targetAddress",
    "userAccountControl",
    "userPrincipalName",
)
"""What most checks need, and people put on a list of columns."""
_ALIKE = 0.9
"""No two attributes of Active Directory are so alike as a name and what a slip makes of it."""


def rows(file: IO[bytes]) -> Iterator[Row | RowProblem]:
    """The entries of a table in UTF-8.

    Raises:
        Unreadable: the text is not UTF-8, or the names of types stand in place of values.
    """
    for cells in read_rows(file, _misspelt):
        if isinstance(cells, RowProblem):
            yield cells
        else:
            properties: dict[str, Property] = {
                name: _value(name, cell) for name, cell in cells.values.items()
            }
            yield from row_of(cells.line, properties)


def _misspelt(names: list[str]) -> Iterator[tuple[str, str]]:
    """The columns that are nearly what is wanted and is not there, each with what is meant."""
    # Select-Object makes an empty column of a name that no property has: nobody would have a value
    given = {name.lower() for name in names}
    absent = {name.lower(): name for name in _WANTED if name.lower() not in given}
    for name in names:
        if name.lower() not in NAMES | TIMES:
            for near in get_close_matches(name.lower(), absent, 1, _ALIKE):
                yield name, absent[near]


def _value(name: str, cell: str) -> Property:
    """The values of a cell, which people join with `;` where there are several."""
    # scripts join addresses with whatever their authors liked, and each begins with its type
    if name.lower() == "proxyaddresses":
        return [*_JOINT_OF_ADDRESSES.split(cell)]
    return [*_JOINT.split(cell)] if is_multi_valued(name) else cell
