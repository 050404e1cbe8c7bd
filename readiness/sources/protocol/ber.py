"""Decodes LDAP messages (RFC 4511) strictly: whatever is not as it should be is damage."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from readiness.sources.protocol.errors import Damaged
from readiness.sources.protocol.operations import LdapEntry, LdapResult

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    from readiness.sources._native import entry as _compiled_entry
except ImportError:  # there was no compiler when this was installed
    _compiled_entry = None  # type: ignore[assignment]

# https://www.rfc-editor.org/rfc/rfc4511#section-4.2 and the sections that follow it
BIND_RESPONSE, ENTRY, SEARCH_DONE, REFERENCE, EXTENDED_RESPONSE, INTERMEDIATE = (
    *(0x61, 0x64, 0x65, 0x73, 0x78, 0x79),
)
"""The tags of what a server may send to those who only sign in and search."""
MODIFY_RESPONSE = 0x67
"""The tag of the answer to a change."""
PAGED_RESULTS = b"1.2.840.113556.1.4.319"
_BOOLEAN, _INTEGER, _OCTET_STRING, _ENUMERATED, _SEQUENCE, _SET = 1, 2, 4, 10, 0x30, 0x31
_REFERRAL, _CONTROLS = 0xA3, 0xA0
_CREDENTIALS = 0x87
_RESULT_EXTRAS = {
    BIND_RESPONSE: (_REFERRAL, _CREDENTIALS),
    SEARCH_DONE: (_REFERRAL,),
    EXTENDED_RESPONSE: (_REFERRAL, 0x8A, 0x8B),
    MODIFY_RESPONSE: (_REFERRAL,),
}
"""What may follow the code and the texts of each kind of result."""
_LONG_FORM = 0x80
_LENGTH_BYTES_MAX = 4
_NUMBER_BYTES_MAX = 4
"""LDAP's numbers end at 2³¹ - 1: https://www.rfc-editor.org/rfc/rfc4511#section-4.1.1"""
_NAME = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)(?:;[A-Za-z0-9=*-]+)*")
"""https://www.rfc-editor.org/rfc/rfc4512#section-2.5"""


class Message(NamedTuple):
    """One message: its number, and where in its bytes is what."""

    bytes: bytes
    number: int
    tag: int
    start: int
    """Where the content of the operation begins."""
    end: int


def element(data: bytes, at: int, end: int) -> tuple[int, int, int]:
    """The tag of the element that begins here, and where its content begins and ends.

    Raises:
        Damaged: it does not end where it should at the latest.
    """
    if end - at < 2:  # noqa: PLR2004 - a tag and a length
        raise Damaged("an element is cut short")
    tag, length, start = data[at], data[at + 1], at + 2
    if length >= _LONG_FORM:
        size = length - _LONG_FORM
        # none at all would stand for an end that is marked, which LDAP does not use
        if not 1 <= size <= min(_LENGTH_BYTES_MAX, end - start):
            raise Damaged("a length is none")
        length = int.from_bytes(data[start : start + size], "big")
        start += size
    if start + length > end:
        raise Damaged("an element is longer than what it is in")
    return tag, start, start + length


def elements(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The elements one after another that fill the space between two positions."""
    while at < end:
        found = element(data, at, end)
        yield found
        at = found[2]


def message(data: bytes) -> Message:
    """A message, of which there is nothing but one.

    Raises:
        Damaged: it is none.
    """
    start, end = _content(data, 0, len(data), _SEQUENCE)
    first, last = _content(data, start, end, _INTEGER)
    number = _number(data, first, last)
    tag, start, stop = element(data, last, end)
    if end != len(data):
        raise Damaged("a message is followed by something else")
    return Message(data, number, tag, start, stop)


def entry(data: bytes, number: int) -> LdapEntry | None:
    """The entry in a message with this number; None if it is another message.

    Raises:
        Damaged: a tag, a length or a name is not what it should be.
    """
    if _compiled_entry is None:
        return entry_in_python(data, number)
    try:
        found = _compiled_entry(data, number)
    except ValueError as error:
        raise Damaged(str(error)) from error
    return found and LdapEntry(*found)


def entry_in_python(data: bytes, number: int) -> LdapEntry | None:
    """The twin of the compiled function, see `entry`."""
    found = message(data)
    if found.number != number or found.tag != ENTRY:
        return None
    first, last = _content(data, found.start, found.end, _OCTET_STRING)
    start, end = _content(data, last, found.end, _SEQUENCE)
    if end != found.end:
        raise Damaged("an entry has more than it should")
    if found.end < len(data) and _content(data, found.end, len(data), _CONTROLS)[1] != len(data):
        raise Damaged("an entry has more than it should")
    attributes = [_attribute(data, *element) for element in elements(data, start, end)]
    return LdapEntry(data[first:last], attributes)


def result(found: Message) -> LdapResult:
    """The result in a message that is to hold one.

    Raises:
        Damaged: it is none.
    """
    data = found.bytes
    start, stop = _content(data, found.start, found.end, _ENUMERATED)
    code = _number(data, start, stop)
    first, last = _content(data, stop, found.end, _OCTET_STRING)
    begin, end = _content(data, last, found.end, _OCTET_STRING)
    others = list(elements(data, end, found.end))
    extras = {tag: (at, to) for tag, at, to in others}
    # fewer, if a tag came twice: nobody could tell which of them holds
    if len(extras) < len(others) or not extras.keys() <= set(_RESULT_EXTRAS.get(found.tag, ())):
        raise Damaged("a result has more than it should")
    credentials = extras.get(_CREDENTIALS)
    return LdapResult(
        code,
        _text(data[begin:end]),
        tuple(_texts(data, *extras[_REFERRAL])) if _REFERRAL in extras else (),
        data[first:last],
        data[slice(*credentials)] if credentials else None,
        _cookie(_controls(found)),
    )


def references(found: Message) -> list[str]:
    """The URLs of a reference to another server."""
    _controls(found)
    return _texts(found.bytes, found.start, found.end)


def is_name(name: bytes) -> bool:
    """Whether this names an attribute, perhaps with options such as a range."""
    return _is_known_name(name)


# the same names come with every entry
@lru_cache(maxsize=4096)
def _is_known_name(name: bytes) -> bool:
    return _NAME.fullmatch(name) is not None


def _content(data: bytes, at: int, end: int, expected: int) -> tuple[int, int]:
    """Where the content of an element begins and ends that must have a certain tag."""
    tag, start, stop = element(data, at, end)
    if tag != expected:
        raise Damaged("an element is another one than it should be")
    return start, stop


def _attribute(data: bytes, tag: int, start: int, end: int) -> tuple[bytes, list[bytes]]:
    if tag != _SEQUENCE:
        raise Damaged("an attribute is none")
    first, last = _content(data, start, end, _OCTET_STRING)
    begin, stop = _content(data, last, end, _SET)
    name = data[first:last]
    if stop != end or not is_name(name):
        raise Damaged("an attribute has no name, or more than values")
    return name, [data[at:to] for at, to in _strings(data, begin, stop)]


def _strings(data: bytes, at: int, end: int) -> Iterator[tuple[int, int]]:
    for tag, start, stop in elements(data, at, end):
        if tag != _OCTET_STRING:
            raise Damaged("a value is none")
        yield start, stop


def _texts(data: bytes, at: int, end: int) -> list[str]:
    return [_text(data[start:stop]) for start, stop in _strings(data, at, end)]


def _number(data: bytes, start: int, end: int) -> int:
    """A number that is not negative."""
    if not 1 <= end - start <= _NUMBER_BYTES_MAX or data[start] >= _LONG_FORM:
        raise Damaged("a number is none")
    return int.from_bytes(data[start:end], "big")


def _controls(found: Message) -> dict[bytes, bytes]:
    """The values of the controls behind an operation, by their names."""
    data, values = found.bytes, {}
    if found.end == len(data):
        return {}
    start, end = _content(data, found.end, len(data), _CONTROLS)
    if end != len(data):
        raise Damaged("there is something behind the controls")
    for tag, first, last in elements(data, start, end):
        parts = list(elements(data, first, last))
        # the criticality may be left out, and means nothing in an answer:
        # https://www.rfc-editor.org/rfc/rfc4511#section-4.1.11
        tags = [part[0] for part in parts if part[0] != _BOOLEAN]
        if tag != _SEQUENCE or tags not in ([_OCTET_STRING], [_OCTET_STRING, _OCTET_STRING]):
            raise Damaged("a control is none")
        name = data[slice(*parts[0][1:])]
        if name in values:
            raise Damaged("a control comes twice")
        values[name] = data[slice(*parts[-1][1:])] if len(tags) > 1 else b""
    return values


def _cookie(controls: dict[bytes, bytes]) -> bytes | None:
    """The cookie of the next page: https://www.rfc-editor.org/rfc/rfc2696."""
    value = controls.get(PAGED_RESULTS)
    if value is None:
        return None
    start, end = _content(value, 0, len(value), _SEQUENCE)
    first, last = _content(value, start, end, _INTEGER)
    begin, stop = _content(value, last, end, _OCTET_STRING)
    if (stop, end) != (end, len(value)) or last - first > _NUMBER_BYTES_MAX:
        raise Damaged("the control of paged results is none")
    return value[begin:stop]


def _text(data: bytes) -> str:
    # Active Directory ends its texts with a zero, as C does
    return data.decode("utf-8", "backslashreplace").rstrip("\0")
