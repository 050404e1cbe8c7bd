"""Writes LDIF in the styles of all exporters, for tests that read it back."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as some

Value = str | bytes
Pairs = list[tuple[str, Value]]
Written = tuple[str, Pairs]
"""A DN and what stands below it, in order."""

unhurried = settings(deadline=None)
"""For tests that may share the machine with others."""
_SAFE = re.compile(r"(?![ :<])[^\x00\r\n]*(?<! )")
CLASSES = ("top", "person", "user", "group", "contact", "Person", "organizationalPerson")
NAMES = ("mail", "proxyAddresses", "displayName", "objectGUID", "jpegPhoto", "x-ours", "2.5.4.3")


class Style(NamedTuple):
    """How an exporter writes."""

    width: int | None = 78
    """So many characters stand on a line."""
    spell: Callable[[str], str] = str
    """How it spells the names of attributes."""
    all_base64: bool = False
    raw: bool = False
    """Whether it writes text as it is that is not ASCII."""
    next_line: bool = False
    """Whether values begin on the line after their name, as ldifde does with long ones."""
    head: str = ""
    changetype: bool = False
    comment: str = ""
    """Stands above each entry."""
    trailer: str = ""


def written(entries: Iterable[Written], style: Style) -> str:
    """The entries as LDIF, with LF line ends."""
    return (
        style.head
        + "".join(f"{style.comment}{_record(entry, style)}\n" for entry in entries)
        + style.trailer
    )


def _record(entry: Written, style: Style) -> str:
    dn, pairs = entry
    first = [_line("dn", dn, style)]
    if style.changetype:
        first.append("changetype: add")
    lines = [*first, *(_line(style.spell(name), value, style) for name, value in pairs)]
    return "".join(f"{line}\n" for line in lines)


def _line(name: str, value: Value, style: Style) -> str:
    colons, text = _written(value, style)
    if style.next_line:
        return folded(f"{name}{colons} ", style.width) + "\n " + folded(text, style.width)
    return folded(f"{name}{colons} {text}", style.width)


def _written(value: Value, style: Style) -> tuple[str, str]:
    """The colons that stand before a value, and the value as it is written."""
    if isinstance(value, bytes):
        return "::", b64encode(value).decode()
    if style.all_base64 or not _SAFE.fullmatch(value) or not (style.raw or value.isascii()):
        return "::", b64encode(value.encode()).decode()
    return ":", value


def folded(line: str, width: int | None) -> str:
    """A line with no more than so many characters on each physical line."""
    if width is None or len(line) <= width:
        return line
    step = max(width - 1, 1)
    rest = (line[start : start + step] for start in range(width, len(line), step))
    return "\n ".join([line[:width], *rest])


def held(pairs: Iterable[tuple[str, Value]]) -> dict[str, list[bytes]]:
    """What a reader is to make of the attributes: octets by name in lower case."""
    values: dict[str, list[bytes]] = {}
    for name, value in pairs:
        octets = value.encode() if isinstance(value, str) else value
        values.setdefault(name.lower(), []).append(octets)
    return values


def _names(spellings: Iterable[str]) -> Iterator[str]:
    for name in spellings:
        yield from (name, name.lower(), name.upper())


TEXTS = some.one_of(
    some.text(max_size=30),
    some.text(alphabet="aé東 :<#;=,\n\r\\", max_size=100),
    some.emails(),
    some.sampled_from(["", " ", ":", "<", ": x", "dn: CN=x", "add", "TRUE", "-", "SMTP:a@b.c"]),
)
VALUES: some.SearchStrategy[Value] = some.one_of(TEXTS, some.binary(max_size=60))
PAIRS: some.SearchStrategy[Pairs] = some.lists(
    some.one_of(
        some.tuples(some.just("objectClass"), some.sampled_from(CLASSES)),
        some.tuples(some.sampled_from(sorted(set(_names(NAMES)))), VALUES),
    ),
    max_size=8,
)
ENTRIES = some.lists(some.tuples(TEXTS.map(lambda text: f"CN={text}"), PAIRS), max_size=5)
STYLES = some.builds(
    Style,
    width=some.one_of(some.none(), some.integers(1, 90)),
    spell=some.sampled_from([str, str.lower, str.upper]),
    all_base64=some.booleans(),
    raw=some.booleans(),
    next_line=some.booleans(),
    head=some.sampled_from(["", "version: 1\n\n", "version: 1\n", "# extended LDIF\n\n", "\n\n"]),
    changetype=some.booleans(),
    comment=some.sampled_from(["", "# Ana, Staff\n", "# record 1\n", "#\n#folded\n  on\n"]),
    trailer=some.sampled_from(
        [
            "",
            "\n\n",
            "# search result\nsearch: 2\nresult: 0 Success\n\n# numEntries: 2\n",
            "# refldaps://contoso.com/CN=Configuration,DC=contoso,DC=com\n\n",
            "ref: ldap://contoso.com/DC=x\n\n# returned 2 records\n# 2 entries\n# 1 referrals\n",
        ]
    ),
)
