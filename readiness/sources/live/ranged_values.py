"""Fetches attributes of which a server sends but a portion of the values at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readiness.sources.protocol.errors import Damaged
from readiness.sources.protocol.message_stream import MESSAGE_MAX
from readiness.sources.protocol.operations import LdapEntry, Search

if TYPE_CHECKING:
    from readiness.sources.protocol.session import Session

# Active Directory names the portion in an option, and adds an empty attribute without it:
# https://learn.microsoft.com/windows/win32/ad/enumerating-members-in-a-large-group
_RANGE = re.compile(rb"(?i)(.+?);range=(\d{1,9})-(\d{1,9}|\*)")
_ANYTHING = "(objectClass=*)"


def may_have_ranges(message: bytes) -> bool:
    """Whether the entry in a message is worth a look for portions; quicker than to decode it."""
    return b";range=" in message.lower()


def has_ranges(entry: LdapEntry) -> bool:
    """Whether an attribute of an entry came in a portion, or under a name that says so."""
    return any(b";range=" in name.lower() for name, _ in entry.attributes)


def without_ranges(entry: LdapEntry) -> LdapEntry:
    """An entry that takes little room until it is completed: portions without their values.

    All values are fetched then; a page of large groups would not fit into memory.

    Raises:
        Damaged: a range is none.
    """
    attributes = []
    for name, values in entry.attributes:
        first, last, is_portion = _range(name)
        if is_portion and (first, last) == (0, None):
            attributes.append((_plain(name), values))
        elif is_portion or values:
            attributes.append((name, [] if is_portion else values))
    return LdapEntry(entry.dn, attributes)


def completed(session: Session, entry: LdapEntry) -> LdapEntry:
    """The entry with all values of every attribute, under its plain name.

    Raises:
        SearchFailed: the server refuses to send the values.
        Damaged: it sends something else.
        ConnectionLost: the connection broke.
    """
    return LdapEntry(
        entry.dn,
        [
            (name, values) if values else (_plain(name), _all_values(session, entry.dn, name))
            for name, values in entry.attributes
        ],
    )


def _all_values(session: Session, dn: bytes, name: bytes) -> list[bytes]:
    values: list[bytes] = []
    size = 0
    next_one: int | None = 0
    while next_one is not None:
        portion, next_one = _portion(session, dn, _plain(name), next_one)
        values += portion
        size += sum(map(len, portion))
        if size > MESSAGE_MAX:
            raise Damaged("an attribute has values without end")
    return values


def _portion(
    session: Session, dn: bytes, name: bytes, first: int
) -> tuple[list[bytes], int | None]:
    """Some values from a number on, and the number of the next one, if there is one."""
    # up to “*”: how many values come at once is for the server to decide
    attribute = f"{name.decode('ascii')};range={first}-*"
    search = Search(dn.decode("utf-8", "surrogateescape"), _ANYTHING, (attribute,), "base")
    for entry in session.read(search):
        for spelt, values in entry.attributes:
            begin, last, is_portion = _range(spelt)
            if is_portion and begin == first and _plain(spelt).lower() == name.lower():
                if last is not None and len(values) != last - first + 1:
                    raise Damaged("a range has another number of values than it says")
                return values, None if last is None else last + 1
    raise Damaged("the further values of an attribute are not there")


def _range(name: bytes) -> tuple[int, int | None, bool]:
    """The numbers of the first and the last value, None for the very last; and if it is a range.

    Raises:
        Damaged: a range is none.
    """
    match = _RANGE.fullmatch(name)
    if match:
        return int(match[2]), None if match[3] == b"*" else int(match[3]), True
    if b";range=" in name.lower():
        raise Damaged("a range is none")
    return 0, None, False


def _plain(name: bytes) -> bytes:
    """The name without the range."""
    match = _RANGE.fullmatch(name)
    return match[1] if match else name
