"""Fetches the rest of attributes of which the server sent only the first values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readiness.sources.live.search_filter import Query
from readiness.sources.protocol.ber import Raw
from readiness.sources.protocol.errors import NotSearched

if TYPE_CHECKING:
    from readiness.sources.protocol.session import Session

# https://learn.microsoft.com/windows/win32/ad/enumerating-members-in-a-large-group
_RANGE = re.compile(rb"(?i)([^;]+)((?:;[^;]+)*?);range=(\d+)-(\d+|\*)")
_ANYTHING = "(objectClass=*)"


def completed(session: Session, entry: Raw) -> Raw:
    """The entry with all values of every attribute, under its plain name.

    An attribute whose further values cannot be had keeps the range in its name: whoever reads it
    takes the entry for incomplete.

    Raises:
        Lost: the connection broke.
    """
    attributes = []
    for name, values in entry.attributes:
        match = _RANGE.fullmatch(name)
        if match:
            attributes.append(_whole(session, entry.dn, match, list(values)))
        elif values:
            attributes.append((name, values))
    return Raw(entry.dn, attributes)


def _whole(
    session: Session, dn: bytes, match: re.Match[bytes], values: list[bytes]
) -> tuple[bytes, list[bytes]]:
    name, last = match[1] + match[2], match[4]
    while last != b"*":
        more = _next(session, dn, name, int(last) + 1)
        if more is None:
            return name + b";range=0-%d" % (len(values) - 1), values
        last, further = more
        values += further
    return name, values


def _next(session: Session, dn: bytes, name: bytes, first: int) -> tuple[bytes, list[bytes]] | None:
    """The values from `first` on, and the number of the last one; None if there is no answer."""
    attribute = f"{name.decode()};range={first}-*"
    query = Query(dn.decode("utf-8", "surrogateescape"), _ANYTHING, (attribute,), "base")
    try:
        found = session.read(query)
    except NotSearched:
        return None
    for one in found:
        for spelt, values in one.attributes:
            match = _RANGE.fullmatch(spelt)
            if match and (match[1] + match[2]).lower() == name.lower() and int(match[3]) == first:
                return match[4], values
    return None
