"""Writes entries as LDIF (RFC 2849): LF, one line per value, base64 for what is not plain."""

from __future__ import annotations

import re
from binascii import b2a_base64
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

try:
    from readiness.sources._native import record as _compiled_record
except ImportError:  # there was no compiler when this was installed
    _compiled_record = None  # type: ignore[assignment]

# SAFE-STRING of https://www.rfc-editor.org/rfc/rfc2849, which also asks for base64 when the last
# character is a blank
_is_safe = re.compile(
    rb"[\x01-\x09\x0b\x0c\x0e-\x1f!-9;=-\x7f][\x01-\x09\x0b\x0c\x0e-\x7f]*(?<! )"
).fullmatch
is_attribute_name = re.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)(?:;[A-Za-z0-9=*-]+)*"
).fullmatch


def record(dn: bytes, attributes: Iterable[tuple[bytes, list[bytes]]]) -> bytes:
    """One entry, and the blank line after it.

    Raises:
        ValueError: the name of an attribute is none.
    """
    if _compiled_record is None:
        return record_in_python(dn, attributes)
    return _compiled_record(dn, list(attributes))


def record_in_python(dn: bytes, attributes: Iterable[tuple[bytes, list[bytes]]]) -> bytes:
    """The twin of the compiled function, see `record`."""
    lines = []
    for name, values in ((b"dn", [dn]), *attributes):
        plain, coded = _heads(name)
        lines += [
            plain + value if _is_safe(value) else coded + b2a_base64(value, newline=False)
            for value in values
        ]
    lines.append(b"\n")
    return b"\n".join(lines)


@lru_cache(maxsize=4096)
def _heads(name: bytes) -> tuple[bytes, bytes]:
    """What a line begins with whose value is plain, and one whose value is in base64."""
    if not is_attribute_name(name):
        raise ValueError("the name of an attribute has characters that no name has")
    return name + b": ", name + b":: "
