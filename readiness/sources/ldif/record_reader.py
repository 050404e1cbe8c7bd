"""Reads LDIF record by record, as exporters really write it, and says what is damaged.

The format: https://www.rfc-editor.org/rfc/rfc2849
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import TYPE_CHECKING, NamedTuple

from readiness.model.values import as_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from readiness.model.entry import Values

LINE_MAX = 16 * 1024 * 1024
"""The longest line that is read, unfolded, in characters."""
_NAME = re.compile(r"([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)((?:;[A-Za-z0-9=*-]+)*)")
_TRUNCATED = re.compile(r";range=\d+-\d+", re.IGNORECASE)
_CHANGETYPE_MAX = 40
"""So much of a kind of change is told; those that there are have six letters."""
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


class LineWarning(NamedTuple):
    """A line that could not be read, but says nothing that anybody asked for."""

    line: int
    message: str


class ChangeRecord(Exception):
    """The file tells what to change, not what is there."""

    def __init__(self, line: int, changetype: str) -> None:
        # in quotes, as all that a file holds: whatever stands there is hidden on demand
        super().__init__(
            f"is a list of changes (changetype: “{changetype[:_CHANGETYPE_MAX]}”), not an export:"
            " export the directory with ldifde -f, ldapsearch -LLL or ldbsearch"
        )
        self.line = line


class MalformedLine(Exception):
    """A line that is not LDIF; its text says why."""


def read_records(
    lines: Iterable[str], line: int, names: Collection[str]
) -> Iterator[Record | LineProblem | LineWarning]:
    """The records among physical lines, the first of which has the number `line`.

    A damaged line costs itself alone, but that of a dn its record. `names` are those of the
    attributes to read, in lower case.

    Raises:
        ChangeRecord: a record is a modify, delete or modrdn.
    """
    logical: list[tuple[int, list[str]]] = []
    for number, physical in enumerate(lines, line):
        # pieces are collected and joined once: a group of 250,000 members may be one folded value
        if physical.startswith(" ") and logical:
            logical[-1][1].append(physical[1:])
        elif physical.strip(" \t"):
            logical.append((number, [physical]))
        else:
            # to take a tab for a part of the record would hide a trailer that tells of a size limit
            if physical:
                yield LineWarning(number, "the line holds only blanks, and is read as an empty one")
            yield from _records_of(logical, names)
            logical = []
    yield from _records_of(logical, names)


def _records_of(
    lines: list[tuple[int, list[str]]], names: Collection[str]
) -> Iterator[Record | LineProblem | LineWarning]:
    """The records of the lines between two blank lines: one, unless blank lines are missing."""
    record: Record | None = None
    is_lost = False  # whether the lines up to the next dn belong to a record that is left out
    for number, pieces in lines:
        line = "".join(pieces)
        is_comment = line.startswith("#") and "\r" not in line  # a CR may hide lines that are none
        if is_comment or (is_lost and _likely_name(line) != "dn"):
            continue
        try:
            attribute = _attribute_of(line)
            if attribute.name == "dn":
                # the record before is only given up when this dn could be read: see below
                next_record = Record(number, as_text(value_of(attribute.rest)), {})
                if record:
                    yield record
                record, is_lost = next_record, False
            elif record:
                yield from _read_attribute(record, number, attribute, names)
            else:
                _check_trailer(attribute)
        except MalformedLine as malformed:
            # of a damaged dn, all that follows up to the next one would be told of the wrong entry
            if record and _likely_name(line) != "dn":
                yield _left_out(number, line, malformed, names)
                continue
            if record:
                yield record
            record, is_lost = None, True
            yield LineProblem(number, f"{malformed}; the record is left out")
    if record:
        yield record


class _Attribute(NamedTuple):
    """What an unfolded line says of an attribute."""

    name: str
    """In lower case."""
    options: str
    rest: str
    """What follows the first colon."""


def _attribute_of(line: str) -> _Attribute:
    """The attribute that an unfolded line is about.

    Raises:
        MalformedLine: it is not of that form.
    """
    if "\r" in line:
        raise MalformedLine(
            "the line holds a CR without LF, which ends no line: export it again, or save it with"
            " one kind of line end"
        )
    if len(line) > LINE_MAX:
        raise MalformedLine(f"the line is longer than {LINE_MAX:,} characters")
    head, colon, rest = line.partition(":")
    match = _NAME.fullmatch(head)
    if line.startswith("\ufeff"):
        raise MalformedLine(
            "the line begins with a byte order mark, as where files were joined: name them one"
            " by one"
        )
    if not colon:
        raise MalformedLine("the line is not of the form “attribute: value”")
    if match is None:
        raise MalformedLine("what stands before the colon is no name of an attribute")
    return _Attribute(match[1].lower(), match[2], rest)


def _read_attribute(
    record: Record, number: int, attribute: _Attribute, names: Collection[str]
) -> Iterator[LineProblem]:
    """Take what a line says into its record; tells that values are missing.

    Raises:
        MalformedLine: its value cannot be read.
        ChangeRecord: the record is a modify, delete or modrdn.
    """
    name, options, rest = attribute
    if name == "changetype":
        changetype = as_text(value_of(rest)).strip().lower()
        if changetype != "add":
            raise ChangeRecord(number, changetype)
    elif name in names:
        _add(record.values, name, value_of(rest))
        # https://learn.microsoft.com/windows/win32/adsi/attribute-range-retrieval
        if _TRUNCATED.search(options):
            yield LineProblem(
                record.line,
                f"{name}{options} holds only the first values of the attribute;"
                " export it with range retrieval to the end",
            )
    elif rest.startswith("<"):
        raise MalformedLine(_URL)


def _left_out(
    number: int, line: str, malformed: MalformedLine, names: Collection[str]
) -> LineProblem | LineWarning:
    """What to say of a line of a record that cannot be read; how bad it is depends on its name."""
    name = _likely_name(line)
    # behind a CR there may stand another attribute, which a check reads
    if not name or name in names or "\r" in line:
        return LineProblem(number, f"{malformed}; the line is left out")
    return LineWarning(number, f"{malformed}; the line is left out, but no check reads “{name}”")


def _likely_name(line: str) -> str:
    """The attribute that a malformed line seems to be about, in lower case; else nothing."""
    head, colon, _ = line.partition(":")
    name = head.strip().partition(";")[0].lower()
    # a lone “-” ends the changes of an attribute; some exporters end an entry with it, too
    is_name = (colon or name == "-") and not any(map(str.isspace, name))
    return name if is_name else ""


def value_of(rest: str) -> str | bytes:
    """The value that follows the first colon of an unfolded line; octets if it is in base64.

    Raises:
        MalformedLine: it is broken base64, or a URL, which is never opened.
    """
    if rest.startswith(":"):
        # strictly: octets that were guessed would be somebody's anchor
        try:
            return a2b_base64(rest[1:].strip(" "), strict_mode=True)
        except (Base64Error, ValueError) as error:
            raise MalformedLine(f"the base64 value is broken ({error})") from error
    if rest.startswith("<"):
        raise MalformedLine(_URL)
    return rest.lstrip(" ")


def _add(values: dict[str, Values], name: str, value: str | bytes) -> None:
    # three of the four values of objectClass that a user has, in every user
    if name == "objectclass" and as_text(value).lower() in COMMON_CLASSES:
        return
    held = values.get(name)
    if held is None:
        values[name] = value
    elif isinstance(held, list):
        held.append(value)
    else:
        values[name] = [held, value]


def _check_trailer(attribute: _Attribute) -> None:
    """Let pass what exporters write between records.

    Raises:
        MalformedLine: it is something else, or tells that the search was cut short.
    """
    if attribute.name not in _TRAILERS:
        raise MalformedLine("the record does not begin with its dn")
    ended = attribute.rest.strip()
    if attribute.name == "result" and ended and ended.split()[0] != "0":
        raise MalformedLine(f"the search behind the export ended with “{ended}”: it is incomplete")
