"""Writes entries as LDIF (RFC 2849): LF, one line per value, base64 for what is not plain."""

from __future__ import annotations

import re
from binascii import b2a_base64
from functools import lru_cache
from typing import TYPE_CHECKING

from readiness.sources.protocol.ber import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterable

# SAFE-STRING of https://www.rfc-editor.org/rfc/rfc2849, which also asks for base64 when the last
# character is a blank
_is_safe = re.compile(
    rb"[\x01-\x09\x0b\x0c\x0e-\x1f!-9;=-\x7f][\x01-\x09\x0b\x0c\x0e-\x7f]*(?<! )"
).fullmatch
_is_name = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)(?:;[A-Za-z0-9=*-]+)*").fullmatch


def record(dn: bytes, attributes: Iterable[tuple[bytes, list[bytes]]]) -> bytes:
    """One entry, and the blank line after it.

    Raises:
        Damaged: the name of an attribute is none.
    """
    lines = [line(b"dn", dn)]
    for name, values in attributes:
        plain, coded = _heads(name)
        lines += [
            plain + value if _is_safe(value) else coded + b2a_base64(value, newline=False)
            for value in values
        ]
    lines.append(b"\n")
    return b"\n".join(lines)


def line(name: bytes, value: bytes) -> bytes:
    """One value without the line end."""
    plain, coded = _heads(name)
    return plain + value if _is_safe(value) else coded + b2a_base64(value, newline=False)


@lru_cache(maxsize=4096)
def _heads(name: bytes) -> tuple[bytes, bytes]:
    """What a line begins with whose value is plain, and one whose value is in base64."""
    if not _is_name(name):
        raise Damaged("the name of an attribute has characters that no name has")
    return name + b": ", name + b":: "
