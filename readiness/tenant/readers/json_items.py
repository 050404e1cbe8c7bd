"""Reads objects out of JSON of any shape: pages of Graph, arrays, one object, JSON Lines.

https://learn.microsoft.com/graph/paging
https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-json
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from readiness.columns import kernels
from readiness.sources.ldif.utf8_stream import Unreadable
from readiness.sources.tables.json_text import JsonText
from readiness.tenant.commands import EXPORT_AGAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from readiness.sources.tables.json_text import Alike
    from readiness.tenant.readers.properties import Columns

_VALUE = "value"
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
"""Numbers as texts: none is computed with, and one of 5,000 digits would take long."""


@dataclass
class Page:
    """What stands around the objects of a page; complete when all of them have been read."""

    head: dict[str, Any] = field(default_factory=dict)
    is_page: bool = False
    """Whether there are objects in a list of a page, which may go on elsewhere."""
    is_list: bool = False
    """Whether there is a list that is of no page."""

    @property
    def context(self) -> str:
        """Which resource of the tenant Graph says it is."""
        return str(self.head.get("@odata.context") or "")

    @property
    def has_next(self) -> bool:
        """Whether another page follows."""
        return bool(self.head.get("@odata.nextLink"))

    @property
    def count(self) -> int | None:
        """How many objects all pages hold together; only a first page may tell."""
        told = str(self.head.get("@odata.count", ""))
        return int(told) if told.isascii() and told.isdigit() and len(told) <= 9 else None  # noqa: PLR2004 - a tenant has not a billion


class Objects(NamedTuple):
    """Objects with the same names that lie side by side on a page; none at the end of a page."""

    page: Page
    columns: Columns
    """The values of each name."""
    lines: Iterable[int]
    """The line of each; found out where it is asked for."""
    size: int


def items(file: IO[bytes]) -> Iterator[Objects]:
    """The objects of a text in UTF-8, each beside the page that it is on, and the end of each page.

    Raises:
        Unreadable: it is damaged, cut short, or holds something else than objects.
    """
    text = JsonText(file, EXPORT_AGAIN)
    bare = Page()
    while True:
        text.skip_blanks()
        if text.is_at_end:
            break
        if text.take("["):
            bare.is_list = True
            yield from _array(text, bare)
        elif text.take("{"):
            yield from _object(text, bare)
            yield from text.decode_alike(partial(_alike, bare)) or ()  # JSON Lines
        else:
            raise Unreadable(f"line {text.line}: there is no object; {EXPORT_AGAIN}")
    yield _end_of(bare)


def _array(text: JsonText, page: Page) -> Iterator[Objects]:
    """The objects up to the end of an array, whose beginning has been read."""
    while True:
        text.skip_blanks()
        if text.take("]"):
            return
        _refuse_end(text)
        line, value = text.decode(_DECODER)
        if value is None:  # PowerShell makes a list of nothing so
            continue
        if not isinstance(value, dict):
            raise Unreadable(f"line {line}: there is no object; {EXPORT_AGAIN}")
        inner = value.get(_VALUE)
        if isinstance(inner, list) and ("@odata.context" in value or "@odata.nextLink" in value):
            del value[_VALUE]
            of_array = Page(value, is_page=True)  # pages that somebody has put into an array
            yield from (_one(of_array, item, line) for item in inner if isinstance(item, dict))
            yield _end_of(of_array)
            continue
        yield _one(page, value, line)
        yield from text.decode_alike(partial(_alike, page)) or ()


def _one(page: Page, item: dict[str, Any], line: int) -> Objects:
    return Objects(page, {name: (value,) for name, value in item.items()}, (line,), 1)


def _end_of(page: Page) -> Objects:
    return Objects(page, {}, (), 0)


def _alike(page: Page, alike: Alike) -> list[Objects] | None:
    """Objects of a page all at once or, if they have not all the same names, one by one.

    None if some may be no object of the tenant, but a page of them, or are damaged.
    """
    if columns := kernels.json_columns(alike.text, _DECODER.raw_decode):
        lines = (line for line, _ in alike.objects(_DECODER))
        found = [Objects(page, columns, lines, len(next(iter(columns.values()))))]
    else:
        try:
            items = list(alike.objects(_DECODER))
        except (json.JSONDecodeError, RecursionError):
            return None
        if any(type(item) is not dict for _, item in items):
            return None
        found = [_one(page, item, line) for line, item in items]
    return None if any(_VALUE in objects.columns for objects in found) else found


def _object(text: JsonText, bare: Page) -> Iterator[Objects]:
    """One object, or those of a page, whose beginning has been read."""
    page = Page()
    begin = text.line
    while True:
        text.skip_blanks()
        if text.take("}"):
            break
        _refuse_end(text)
        line, name = text.decode(_DECODER)
        text.skip_blanks()
        if not isinstance(name, str) or not text.take(":"):
            raise Unreadable(f"line {line}: the JSON is damaged; {EXPORT_AGAIN}")
        text.skip_blanks()
        if name == _VALUE and text.take("["):
            page.is_page = True
            yield from _array(text, page)
        else:
            page.head[name] = text.decode(_DECODER)[1]
    if page.is_page:
        yield _end_of(page)
    else:
        bare.head.setdefault("@odata.context", page.head.get("@odata.context"))
        yield _one(bare, page.head, begin)


def _refuse_end(text: JsonText) -> None:
    if text.is_at_end:
        raise Unreadable(f"line {text.line}: the file ends early: copy it, or {EXPORT_AGAIN}")
