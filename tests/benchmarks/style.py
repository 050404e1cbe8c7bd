"""Writes values and entries the way that one of the exporters does."""

import binascii
import re
import uuid
from collections.abc import Iterable
from typing import Literal

StyleName = Literal["ldapsearch", "ldifde", "ldbsearch"]
SID_AUTHORITIES = (21, 1_775_622_428, 2_957_195_455, 776_447_979)
SID_BEGINNING = b"\x01\x05\0\0\0\0\0\x05" + b"".join(
    part.to_bytes(4, "little") for part in SID_AUTHORITIES
)
# What LDIF may hold as it is: printable ASCII, no blank at an end, no colon or < at the beginning.
PLAIN = re.compile(r"[!-9;=-~](?:[ -~]*[!-~])?").fullmatch
FOLD_AT = {"ldapsearch": 78, "ldbsearch": 78, "ldifde": 76}
CERTAINLY_UNFOLDED = 62


class Style:
    """How a tool writes what the directory holds."""

    __slots__ = ("is_ldbsearch", "is_ldifde", "name", "width")

    def __init__(self, name: StyleName) -> None:
        self.name = name
        self.width = FOLD_AT[name]
        self.is_ldbsearch = name == "ldbsearch"
        self.is_ldifde = name == "ldifde"

    def line(self, attribute: str, value: str | None) -> str:
        """A value as lines, or nothing when there is none."""
        if value is None:
            return ""
        if PLAIN(value):
            text = f"{attribute}: {value}"
        else:
            text = f"{attribute}:: {base64(value.encode())}"
        return f"{text}\n" if len(text) <= CERTAINLY_UNFOLDED else self._folded(text)

    def octets(self, attribute: str, value: bytes | None) -> str:
        return "" if value is None else self._folded(f"{attribute}:: {base64(value)}")

    def guid(self, value: bytes) -> str:
        if self.is_ldbsearch:
            return f"objectGUID: {guid_text(value)}\n"
        return f"objectGUID:: {base64(value)}\n"

    def sid(self, rid: int) -> str:
        if self.is_ldbsearch:
            return f"objectSid: S-1-5-{'-'.join(map(str, SID_AUTHORITIES))}-{rid}\n"
        return f"objectSid:: {base64(SID_BEGINNING + rid.to_bytes(4, 'little'))}\n"

    def head(self, dn: str) -> str:
        if self.is_ldbsearch:
            return f"dn: {dn}\n"
        text = f"dn: {dn}" if dn.isascii() else f"dn:: {base64(dn.encode())}"
        return wrapped(text, self.width) + ("\nchangetype: add\n" if self.is_ldifde else "\n")

    def entry(self, dn: str, classes: Iterable[str], text: str) -> str:
        """An entry of a rarer kind, from plain `attribute: value` lines."""
        rows = [f"objectClass: {name}" for name in classes] + text.strip().splitlines()
        values = (row.partition(": ") for row in rows)
        return self.head(dn) + "".join([self.line(name, value) for name, _, value in values])

    def _folded(self, text: str) -> str:
        if not self.is_ldifde:
            return f"{wrapped(text, self.width)}\n"
        if len(text) <= CERTAINLY_UNFOLDED:
            return f"{text}\n"
        # ldifde moves a long value as a whole: it begins on the line after its attribute.
        attribute, _, value = text.partition(" ")
        return f"{attribute} \n {wrapped(value, self.width)}\n"


def wrapped(text: str, width: int) -> str:
    if len(text) <= width:
        return text
    rest = [text[start : start + width - 1] for start in range(width, len(text), width - 1)]
    return "\n ".join([text[:width], *rest])


def base64(value: bytes) -> str:
    return binascii.b2a_base64(value, newline=False).decode()


def guid_text(guid: bytes) -> str:
    return str(uuid.UUID(bytes_le=guid))
