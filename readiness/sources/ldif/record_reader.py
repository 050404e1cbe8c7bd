"""Reads LDIF record by record, as exporters really write it, and says what is damaged.

The format: https://www.rfc-editor.org/rfc/rfc2849
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import TYPE_CHECKING, NamedTuple

from readiness.model.values import text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from readiness.model.entry import Values

LINE_MAX = 16 * 1024 * 1024
"""The longest line that is read, unfolded, in characters."""
_NAME = re.compile(r"([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)((?:;[A-Za-z0-9=*-]+)*)")
_TRUNCATED = re.compile(r";range=\d+-\d+", re.IGNORECASE)
_URL = "the value is a URL, which is never opened: export the value itself"
COMMON_CLASSES = frozenset({"top", "person", "organizationalperson"})
"""Classes that tell no kind from another: the entries of a directory have millions of them."""
_TRAILERS = frozenset({"control", "pagedresults", "ref", "result", "search", "version"})
"""What ldapsearch and ldbsearch write between the entries, as if they were attributes."""


class Record(NamedTuple):
    """One entry as it stands in the file."""

    line: int
    dn: str
    values: dict[str, Values]
    """The attributes that were asked for, in lower case; octets where the file has base64."""


class LineProblem(NamedTuple):
    """Something that could not be read, or not to its end."""

    line: int
    message: str


class ChangeRecord(Exception):
    """The file tells what to change, not what is there."""

    def __init__(self, line: int, changetype: str) -> None:
        super().__init__(
            f"is a list of changes (changetype: {changetype}), not an export:"
            " export the directory with ldifde -f, ldapsearch -LLL or ldbsearch"
        )
        self.line = line


class MalformedLine(Exception):
    """A line that is not LDIF; its text says why."""


def read_records(
    lines: Iterable[str], line: int, names: Collection[str]
) -> Iterator[Record | LineProblem]:
    """The records among physical lines, the first of which has the number `line`.

    After a damaged record the next one is read. `names` are those of the attributes to read, in
    lower case.

    Raises:
        ChangeRecord: a record is a modify, delete or modrdn.
    """
    logical: list[tuple[int, list[str]]] = []
    for number, physical in enumerate(lines, line):
        if physical.startswith(" ") and logical:
            logical[-1][1].append(physical[1:])
        elif physical:
            logical.append((number, [physical]))
        elif logical:
            yield from _records_of(logical, names)
            logical = []
    if logical:
        yield from _records_of(logical, names)


def _records_of(
    lines: list[tuple[int, list[str]]], names: Collection[str]
) -> Iterator[Record | LineProblem]:
    """The records of the lines between two blank lines: one, unless blank lines are missing."""
    record: Record | None = None
    number = lines[0][0]
    truncated: list[LineProblem] = []
    try:
        for number, pieces in lines:
            if pieces[0].startswith("#"):
                continue
            name, options, rest = _split("".join(pieces))
            if name == "dn":
                if record:
                    yield record
                record = Record(number, _text(value_of(rest)), {})
            elif record is None:
                _check_trailer(name, rest)
            elif name == "changetype":
                _check_change(number, rest)
            elif name in names:
                _add(record.values, name, value_of(rest))
                truncated += _cut_short(record, name, options)
    except MalformedLine as damaged:
        yield LineProblem(number, f"{damaged}; the record is left out")
        return
    if record:
        yield record
        yield from truncated


def _split(line: str) -> tuple[str, str, str]:
    if len(line) > LINE_MAX:
        raise MalformedLine(f"the line is longer than {LINE_MAX:,} characters")
    head, colon, rest = line.partition(":")
    match = _NAME.fullmatch(head)
    if not colon or match is None:
        raise MalformedLine("the line is not of the form “attribute: value”")
    if rest.startswith("<"):
        raise MalformedLine(_URL)
    return match[1].lower(), match[2], rest


def value_of(rest: str) -> str | bytes:
    """The value that follows the first colon of an unfolded line; octets if it is in base64.

    Raises:
        MalformedLine: it is broken base64, or a URL, which is never opened.
    """
    if rest.startswith(":"):
        try:
            return a2b_base64(rest[1:].strip(" "), strict_mode=True)
        except (Base64Error, ValueError) as error:
            raise MalformedLine(f"the base64 value is broken ({error})") from error
    if rest.startswith("<"):
        raise MalformedLine(_URL)
    return rest.lstrip(" ")


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else text(value)


def _add(values: dict[str, Values], name: str, value: str | bytes) -> None:
    if name == "objectclass" and _text(value).lower() in COMMON_CLASSES:
        return
    held = values.get(name)
    if held is None:
        values[name] = value
    elif isinstance(held, list):
        held.append(value)
    else:
        values[name] = [held, value]


def _check_trailer(name: str, rest: str) -> None:
    if name not in _TRAILERS:
        raise MalformedLine("the record does not begin with its dn")
    code = rest.split(maxsplit=1)
    if name == "result" and code and code[0] != "0":
        raise MalformedLine(
            f"the search behind the export ended with “{rest.strip()}”: it is incomplete"
        )


def _check_change(number: int, rest: str) -> None:
    changetype = _text(value_of(rest)).strip().lower()
    if changetype != "add":
        raise ChangeRecord(number, changetype)


def _cut_short(record: Record, name: str, options: str) -> Iterator[LineProblem]:
    if _TRUNCATED.search(options):
        yield LineProblem(
            record.line,
            f"{name}{options} holds only the first values of the attribute;"
            " export it with range retrieval to the end",
        )
