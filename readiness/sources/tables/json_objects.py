"""Reads what `Get-ADUser … | ConvertTo-Json` writes, object by object, in little memory.

https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-json
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from readiness.sources.ldif.utf8_stream import Unreadable
from readiness.sources.tables.json_text import JsonText
from readiness.sources.tables.powershell import DN, Number, row_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from readiness.sources.tables.powershell import Property
    from readiness.sources.tables.row_blocks import Row, RowProblem

_AGAIN = "export it again: … | ConvertTo-Json -Depth 3 | Out-File -Encoding utf8 export.json"


def rows(file: IO[bytes]) -> Iterator[Row | RowProblem]:
    """The entries of an export in UTF-8: an array of objects, or one object.

    Raises:
        Unreadable: it is something else, or damaged, or cut short.
    """
    is_first = True
    for line, value in _objects(file):
        if is_first:
            _check_object(value)
        is_first = False
        yield from row_of(line, value)


def _check_object(value: dict[str, Property]) -> None:
    """Refuse what does not begin as an export does.

    Raises:
        Unreadable: it has no DN.
    """
    names = {name.lower() for name in value}
    if DN in names:
        return
    if {"schema_version", "findings"} <= names:
        raise Unreadable("the file is a report of readiness, not an export of a directory")
    if "readiness_baseline" in names:
        raise Unreadable("the file is a baseline of readiness, not an export of a directory")
    if {"schema", "stages", "digest"} <= names:
        raise Unreadable(
            "the file is a repair plan, not an export of a directory: readiness plan show reads it"
        )
    if "@odata.context" in names or {"userprincipalname", "id"} <= names:
        raise Unreadable(
            "the file is an export of a tenant, not of a directory: its objects have no"
            " DistinguishedName"
        )
    raise Unreadable(
        "the objects have no DistinguishedName: export them with"
        " Get-ADUser -Filter * -Properties * | ConvertTo-Json -Depth 3"
    )


def _objects(file: IO[bytes]) -> Iterator[tuple[int, dict[str, Property]]]:
    """The objects of a JSON text, each with the line on which it begins.

    Raises:
        Unreadable: the text is damaged or cut short.
    """
    # json.load would hold the whole file, and several times its size in objects
    text = JsonText(file, _AGAIN)
    text.skip_blanks()
    is_array = text.take("[")
    # numbers as texts: none is computed with, and one of 5,000 digits would take long
    decoder = json.JSONDecoder(parse_int=Number, parse_float=Number)
    while True:
        text.skip_blanks()
        if is_array and text.take("]"):
            break
        if text.is_at_end:
            if is_array:
                raise Unreadable(f"line {text.line}: the file ends early; copy it, or {_AGAIN}")
            return
        line, value = text.decode(decoder)
        if not isinstance(value, dict):
            raise Unreadable(f"line {line}: there is no object of PowerShell; {_AGAIN}")
        yield line, value
    text.skip_blanks()
    if not text.is_at_end:
        raise Unreadable(f"line {text.line}: something follows the end of the array")
