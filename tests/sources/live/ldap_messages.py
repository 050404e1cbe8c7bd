"""LDAP messages as a server sends them, good ones and such as no server should send."""

from __future__ import annotations

import struct
from typing import NamedTuple

PAGED_RESULTS = b"1.2.840.113556.1.4.319"
BIND, UNBIND, SEARCH, EXTENDED = 0x60, 0x42, 0x63, 0x77
BIND_RESPONSE, ENTRY, DONE, REFERENCE, EXTENDED_RESPONSE = 0x61, 0x64, 0x65, 0x73, 0x78
NOTICE = b"1.3.6.1.4.1.1466.20036"


class Request(NamedTuple):
    """What a client asks."""

    number: int
    tag: int
    base: bytes = b""
    scope: int = 0
    filter: bytes = b""
    attributes: tuple[bytes, ...] = ()
    page_size: int = 0
    cookie: bytes = b""
    has_controls: bool = False


def element(tag: int, content: bytes) -> bytes:
    """A tag, a length and the content."""
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    return bytes([tag, 0x84]) + struct.pack(">I", size) + content


def text(content: bytes) -> bytes:
    return element(4, content)


def integer(number: int, tag: int = 2) -> bytes:
    size = max((number.bit_length() + 8) // 8, 1)
    return element(tag, number.to_bytes(size, "big", signed=True))


def message(number: int, operation: bytes, *controls: bytes) -> bytes:
    rest = element(0xA0, b"".join(controls)) if controls else b""
    return element(0x30, integer(number) + operation + rest)


def result(tag: int, code: int = 0, words: bytes = b"", *extra: bytes) -> bytes:
    return element(tag, integer(code, 10) + text(b"") + text(words) + b"".join(extra))


def entry(dn: bytes, attributes: dict[bytes, list[bytes]]) -> bytes:
    listed = b"".join(
        element(0x30, text(name) + element(0x31, b"".join(map(text, values))))
        for name, values in attributes.items()
    )
    return element(ENTRY, text(dn) + element(0x30, listed))


def page_control(cookie: bytes, name: bytes = PAGED_RESULTS) -> bytes:
    value = element(0x30, integer(0) + text(cookie))
    return element(0x30, text(name) + text(value))


def notice(words: bytes) -> bytes:
    """The end of a session that the server announces."""
    return message(0, result(EXTENDED_RESPONSE, 52, words, element(0x8A, NOTICE)))


def request(data: bytes) -> Request:
    """What a message of a client asks."""
    ((_, whole),) = _elements(data)
    (_, number), (tag, operation), *controls = _elements(whole)
    if tag != SEARCH:
        return Request(int.from_bytes(number, "big"), tag, has_controls=bool(controls))
    fields = _elements(operation)
    found = Request(
        int.from_bytes(number, "big"),
        tag,
        base=fields[0][1],
        scope=fields[1][1][0],
        filter=fields[6][1],
        attributes=tuple(name for _, name in _elements(fields[7][1])),
    )
    for _, control in _elements(controls[0][1]) if controls else ():
        parts = _elements(control)
        if parts[0][1] == PAGED_RESULTS:
            (_, size), (_, cookie) = _elements(_elements(parts[-1][1])[0][1])
            found = found._replace(page_size=int.from_bytes(size, "big"), cookie=cookie)
    return found


def _elements(data: bytes) -> list[tuple[int, bytes]]:
    """The tags and contents of what the client sends, which is well formed."""
    found, at = [], 0
    while at < len(data):
        tag, length, at = data[at], data[at + 1], at + 2
        if length >= 128:
            size = length - 128
            length, at = int.from_bytes(data[at : at + size], "big"), at + size
        found.append((tag, data[at : at + length]))
        at += length
    return found
