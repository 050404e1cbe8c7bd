"""Reads LDIF (RFC 2849) as exporters really write it, and says what is damaged."""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import TYPE_CHECKING, NamedTuple

from readiness.model.values import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.model.entry import Values

LINE_MAX = 16 * 1024 * 1024
"""The longest line that is read, unfolded, in characters."""
_NAME = re.compile(r"([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)((?:;[A-Za-z0-9=*-]+)*)")
_TRUNCATED = re.compile(r";range=\d+-\d+", re.IGNORECASE)
_URL = "the value is a URL, which is never opened: export the value itself"
_COMMON = frozenset({"top", "person", "organizationalperson"})
"""Classes that tell no kind from another: the entries of a directory have millions of them."""
_TRAILERS = frozenset({"control", "pagedresults", "ref", "result", "search", "version"})
"""What ldapsearch and ldbsearch write between the entries, as if they were attributes."""


class Record(NamedTuple):
    """One entry as it stands in the file."""

    line: int
    dn: str
    values: dict[str, Values]
    """The wanted attributes in lower case; octets where the file has base64."""


class Problem(NamedTuple):
    """Something that could not be read, or not to its end."""

    line: int
    message: str


class Change(Exception):
    """The file tells what to change, not what is there."""

    def __init__(self, line: int, changetype: str) -> None:
        super().__init__(
            f"is a list of changes (changetype: {changetype}), not an export:"
            " export the directory with ldifde -f, ldapsearch -LLL or ldbsearch"
        )
        self.line = line


class Damaged(Exception):
    """A line that is not LDIF; its text says why."""


def records(lines: Iterable[str], line: int, wanted: frozenset[str]) -> Iterator[Record | Problem]:
    """The records among physical lines, the first of which has the number `line`.

    After a damaged record the next one is read. `wanted` has attribute names in lower case.

    Raises:
        Change: a record is a modify, delete or modrdn.
    """
    logical: list[tuple[int, list[str]]] = []
    for number, physical in enumerate(lines, line):
        if physical.startswith(" ") and logical:
            logical[-1][1].append(physical[1:])
        elif physical:
            logical.append((number, [physical]))
        elif logical:
            yield from _record(logical, wanted)
            logical = []
    if logical:
        yield from _record(logical, wanted)


def _record(
    lines: list[tuple[int, list[str]]], wanted: frozenset[str]
) -> Iterator[Record | Problem]:
    """The records of the lines between two blank lines: one, unless blank lines are missing."""
    record: Record | None = None
    number = lines[0][0]
    truncated: list[Problem] = []
    try:
        for number, parts in lines:
            if parts[0].startswith("#"):
                continue
            name, options, rest = _split("".join(parts))
            if name == "dn":
                if record:
                    yield record
                record = Record(number, _text(value_of(rest)), {})
            elif record is None:
                _check_trailer(name, rest)
            elif name == "changetype":
                _check_change(number, rest)
            elif name in wanted:
                _add(record.values, name, value_of(rest))
                truncated += _cut_short(record, name, options)
    except Damaged as damaged:
        yield Problem(number, f"{damaged}; the record is left out")
        return
    if record:
        yield record
        yield from truncated


def _split(line: str) -> tuple[str, str, str]:
    if len(line) > LINE_MAX:
        raise Damaged(f"the line is longer than {LINE_MAX:,} characters")
    head, colon, rest = line.partition(":")
    match = _NAME.fullmatch(head)
    if not colon or match is None:
        raise Damaged("the line is not of the form “attribute: value”")
    if rest.startswith("<"):
        raise Damaged(_URL)
    return match[1].lower(), match[2], rest


def value_of(rest: str) -> str | bytes:
    """The value that follows the first colon of an unfolded line; octets if it is in base64.

    Raises:
        Damaged: it is broken base64, or a URL, which is never opened.
    """
    if rest.startswith(":"):
        try:
            return a2b_base64(rest[1:].strip(" "), strict_mode=True)
        except (Base64Error, ValueError) as error:
            raise Damaged(f"the base64 value is broken ({error})") from error
    if rest.startswith("<"):
        raise Damaged(_URL)
    return rest.lstrip(" ")


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else text(value)


def _add(values: dict[str, Values], name: str, value: str | bytes) -> None:
    if name == "objectclass" and _text(value).lower() in _COMMON:
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
        raise Damaged("the record does not begin with its dn")
    code = rest.split(maxsplit=1)
    if name == "result" and code and code[0] != "0":
        raise Damaged(f"the search behind the export ended with “{rest.strip()}”: it is incomplete")


def _check_change(number: int, rest: str) -> None:
    changetype = _text(value_of(rest)).strip().lower()
    if changetype != "add":
        raise Change(number, changetype)


def _cut_short(record: Record, name: str, options: str) -> Iterator[Problem]:
    if _TRUNCATED.search(options):
        yield Problem(
            record.line,
            f"{name}{options} holds only the first values of the attribute;"
            " export it with range retrieval to the end",
        )
