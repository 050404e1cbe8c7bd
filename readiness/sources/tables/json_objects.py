"""Reads what `Get-ADUser … | ConvertTo-Json` writes, object by object, in little memory.

https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-json
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from readiness.sources.ldif.block_splitter import RECORD_MAX
from readiness.sources.ldif.utf8_stream import Unreadable, text_chunks
from readiness.sources.tables.powershell import DN, Number, row_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from readiness.sources.tables.powershell import Property
    from readiness.sources.tables.row_blocks import Row, RowProblem

_BETWEEN = re.compile(r"[\s,]*")
_LITERAL = len("\\uD83D\\uDE00")
"""The longest piece of JSON that can be cut short, but for strings, which the decoder tells."""
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
    text = _Window(file)
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


class _Window:
    """The part of a text that is being decoded."""

    def __init__(self, file: IO[bytes]) -> None:
        self._chunks = text_chunks(file)
        self._text = ""
        self._at = 0
        self.line = 1
        """The line of the next character."""

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        return self._at == len(self._text) and not self._read_on()

    def skip_blanks(self) -> None:
        """Go to what comes next; commas between values are nothing to us."""
        while True:
            match = _BETWEEN.match(self._text, self._at)
            self._advance(match.end() if match else self._at)
            if self._at < len(self._text) or not self._read_on():
                return

    def take(self, character: str) -> bool:
        """Whether this character comes next, and if so, go behind it."""
        is_next = self._text.startswith(character, self._at)
        if is_next:
            self._advance(self._at + 1)
        return is_next

    def decode(self, decoder: json.JSONDecoder) -> tuple[int, Property]:
        """The next value, and the line on which it begins.

        Raises:
            Unreadable: it is damaged, cut short, nested too deeply, or too long.
        """
        while True:
            try:
                value, end = decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                # more of the text may complete it; twice as much each time, so that a long value
                # is not begun again for every piece
                is_cut = error.pos > len(self._text) - _LITERAL or "Unterminated" in error.msg
                wanted = 2 * (len(self._text) - self._at)
                if not is_cut or wanted > RECORD_MAX or not self._read_on(wanted):
                    raise self._damaged(error.msg) from error
            except RecursionError as error:  # from the decoder, which calls itself for every level
                raise self._damaged("it is nested too deeply") from error
            else:
                break
        line = self.line
        self._advance(end)
        return line, value

    def _damaged(self, why: str) -> Unreadable:
        return Unreadable(f"line {self.line}: the JSON is damaged ({why}) or cut short; {_AGAIN}")

    def _advance(self, end: int) -> None:
        self.line += self._text.count("\n", self._at, end)
        self._at = end

    def _read_on(self, size: int = 1) -> bool:
        """Drop what is behind, and read until there is so much; whether there was any more."""
        pieces = [self._text[self._at :]]
        held = len(pieces[0])
        is_more = False
        while held < max(size, 1) or not is_more:
            chunk = next(self._chunks, "")
            if not chunk:
                break
            is_more = True
            pieces.append(chunk)
            held += len(chunk)
        self._text, self._at = "".join(pieces), 0
        return is_more
