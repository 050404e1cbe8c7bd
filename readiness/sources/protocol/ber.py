"""Decodes the answers to an LDAP search (RFC 4511), and nothing else, but that fast."""

from __future__ import annotations

from typing import NamedTuple

ENTRY, DONE, REFERENCE, EXTENDED = 0x64, 0x65, 0x73, 0x78
"""The tags of the answers that can arrive while a search is under way."""
PAGED_RESULTS = b"1.2.840.113556.1.4.319"
_REFERRAL, _CONTROLS = 0xA3, 0xA0
_CONSTRUCTED = 0x20
_LONG = 0x80


class Damaged(Exception):
    """What the server sent is not LDAP."""


class Raw(NamedTuple):
    """An entry as it was sent."""

    dn: bytes
    attributes: list[tuple[bytes, list[bytes]]]


class Done(NamedTuple):
    """How a search ended."""

    code: int
    matched: str = ""
    """The DN of the nearest entry that exists, if the base does not."""
    text: str = ""
    """What the server adds in its own words."""
    referrals: tuple[str, ...] = ()
    cookie: bytes = b""
    """Not empty if there are further pages."""


def element(octets: bytes, at: int) -> tuple[int, int, int]:
    """The tag of the element that begins here, and where its content begins and ends."""
    try:
        length = octets[at + 1]
        start = at + 2
        if length >= _LONG:
            start += length - _LONG
            length = int.from_bytes(octets[at + 2 : start], "big")
        tag = octets[at]
    except IndexError as error:
        raise Damaged("an element is cut short") from error
    if start + length > len(octets):
        raise Damaged("an element is longer than its message")
    return tag, start, start + length


def elements(octets: bytes, at: int, end: int) -> list[tuple[int, int, int]]:
    """The elements one after another between two places."""
    found = []
    while at < end:
        one = element(octets, at)
        found.append(one)
        at = one[2]
    return found


def message(octets: bytes) -> tuple[int, int, int]:
    """The number of a message, the tag of what it holds, and where that begins."""
    _, start, _ = element(octets, 0)
    _, number, at = element(octets, start)
    tag, _, _ = element(octets, at)
    return int.from_bytes(octets[number:at], "big"), tag, at


def entry(b: bytes, at: int) -> Raw:
    """The entry that begins at a place of a message.

    This is most of the work of a scan of a live directory, hence the repetition: a call per element
    would take three times as long. Lengths are checked in the end, all at once.
    """
    try:
        _, p, stop = element(b, at)
        n = b[p + 1]
        p += 2
        if n & 128:
            p, n = p + n - 128, int.from_bytes(b[p : p + n - 128], "big")
        dn = b[p : p + n]
        p += n
        n = b[p + 1]
        p += 2
        if n & 128:
            p, n = p + n - 128, int.from_bytes(b[p : p + n - 128], "big")
        end = p + n
        attributes = []
        while p < end:
            n = b[p + 1]
            p += n - 126 if n & 128 else 2
            n = b[p + 1]
            p += 2
            if n & 128:
                p, n = p + n - 128, int.from_bytes(b[p : p + n - 128], "big")
            name = b[p : p + n]
            p += n
            n = b[p + 1]
            p += 2
            if n & 128:
                p, n = p + n - 128, int.from_bytes(b[p : p + n - 128], "big")
            last = p + n
            values = []
            while p < last:
                n = b[p + 1]
                p += 2
                if n & 128:
                    p, n = p + n - 128, int.from_bytes(b[p : p + n - 128], "big")
                values.append(b[p : p + n])
                p += n
            attributes.append((name, values))
    except IndexError as error:
        raise Damaged("an entry is cut short") from error
    if p != end or end != stop:
        raise Damaged("the lengths within an entry contradict each other")
    return Raw(dn, attributes)


def has_range(raw: Raw) -> bool:
    """Whether an attribute came with some of its values only, or under a name that says so."""
    return any(b";range=" in name.lower() for name, _ in raw.attributes)


def done(octets: bytes, at: int) -> Done:
    """The end of a search that begins at a place of a message."""
    _, start, end = element(octets, at)
    code, matched, told, *rest = elements(octets, start, end)
    referrals = [
        _text(octets[a:z])
        for tag, first, last in rest
        if tag == _REFERRAL
        for _, a, z in elements(octets, first, last)
    ]
    return Done(
        int.from_bytes(octets[code[1] : code[2]], "big"),
        _text(octets[matched[1] : matched[2]]),
        _text(octets[told[1] : told[2]]),
        tuple(referrals),
        _cookie(octets, end),
    )


def references(octets: bytes, at: int) -> list[str]:
    """The URLs of a reference that begins at a place of a message."""
    _, start, end = element(octets, at)
    return [_text(octets[a:z]) for _, a, z in elements(octets, start, end)]


def name_of_notice(octets: bytes, at: int) -> str:
    """What an unsolicited notice says in its own words."""
    _, start, end = element(octets, at)
    told = elements(octets, start, end)[2]
    return _text(octets[told[1] : told[2]])


def _cookie(octets: bytes, at: int) -> bytes:
    """The cookie among the controls that begin here."""
    if at >= len(octets) or octets[at] != _CONTROLS:
        return b""
    _, start, end = element(octets, at)
    for _, first, last in elements(octets, start, end):
        name, *_, value = elements(octets, first, last)
        if octets[name[1] : name[2]] == PAGED_RESULTS:
            _, inner, stop = element(octets, value[1])
            _, cookie = elements(octets, inner, stop)
            return octets[cookie[1] : cookie[2]]
    return b""


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "backslashreplace").rstrip("\0")
