"""Hides what tells of people in texts from a directory: by masks, or by pseudonyms."""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING
from uuid import UUID

from readiness.directory.addresses.mail_address import LEGACY_TYPES
from readiness.redaction.harmless import is_harmless

if TYPE_CHECKING:
    from readiness.model.finding import FindingRow

MASK = "***"
_SHORT = 2
"""Of so short a text, the first letter would be half."""
NAME = re.compile(r"((?:\\.|[^\\,+])*)([,+]\s*|\Z)", re.DOTALL)
"""One name of a DN, and what parts it from the next one."""
DN = re.compile(
    r"\s*(?:CN|OU|DC|O|UID|L|C)\s*=.*(?<!\\),\s*\w+\s*=", re.IGNORECASE | re.ASCII | re.DOTALL
)
TYPED = re.compile(
    rf"(smtp|sip|x500|eum|spo|{'|'.join(sorted(LEGACY_TYPES))}):(.*)",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
"""A proxy address: its type, and what follows the colon."""
DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+\.?")
LABEL = re.compile(r"[\w-]+")
_QUOTED = re.compile(r"“(.*)”|“(.*)", re.DOTALL)
"""From the first to the last quote of a message, whatever quotes the value itself has."""
_STRUCTURE = frozenset({"OU", "O", "C", "L", "ST"})
"""The parts of a DN that name no person."""
DN_OPTIONS = {"include_ou": "YOUR-OU", "exclude_ou": "YOUR-OU", "base": "YOUR-BASE"}
"""Options that take a DN, and what stands for a hidden one in a command."""


class Redactor:
    """Hides what tells of people in texts from the directory. Domains stay legible."""

    def __init__(self, key: bytes | None = None) -> None:
        """Mask values; or with a key, put a pseudonym in the place of each."""
        self._key = key
        self.mode = "values" if key is None else "pseudonyms"

    def name(self, text: str) -> str:
        """The mask of a text, `a***`, or its pseudonym: equal ones for equal texts."""
        if not text.strip():
            return text
        if self._key is not None:
            return f"p{self._digest(text).hex()[:16]}"
        # the first letter stays: who works on a list must be able to tell its rows apart
        first = text.strip()[0]
        return f"{first}{MASK}" if len(text) > _SHORT and first.isalnum() else MASK

    def dn(self, dn: str) -> str:
        """A DN with its components hidden one by one."""
        return "".join(self._component(rdn) + mark for rdn, mark in NAME.findall(dn))

    def value(self, text: str) -> str:
        """A value of an attribute: an address keeps its type and its domain."""
        # a DN before an address: "CN=…@…" is one
        if DN.match(text):
            return self.dn(text)
        typed = TYPED.fullmatch(text)
        if typed:
            return f"{typed[1]}:{self.value(typed[2])}"
        local, at, domain = text.rpartition("@")
        if at and local and DOMAIN.fullmatch(domain):
            return f"{self.name(local)}@{domain}"
        return self.name(text)

    def message(self, text: str) -> str:
        """A message, in which directory data stands in quotes."""
        return _QUOTED.sub(lambda quoted: f"“{self._quote(quoted[1] or quoted[2] or '')}”", text)

    def guid(self, guid: str | None) -> str | None:
        """The pseudonym of a GUID; a mask would not tell anything."""
        if guid is None or self._key is None:
            return None
        return str(UUID(bytes=self._digest(guid)[:16]))

    def group(self, name: str, by: str | None) -> str:
        """The name of a group of users."""
        if by in {"ou", "manager"}:
            return self.dn(name)
        if by == "suffix":
            return name if DOMAIN.fullmatch(name) else self.name(name)
        return self.name(name) if by == "department" and self._key is not None else name

    def limit(self, name: str, value: str) -> str:
        """What limits a scan, by the name of the option; a filter may name anybody anywhere."""
        return self.dn(value) if name in DN_OPTIONS else MASK

    def finding(self, row: FindingRow) -> FindingRow:
        """A finding."""
        return row._replace(
            dn=self.dn(row.dn),
            guid=self.guid(row.guid),
            value=self._of_attribute(row.attribute, row.value),
            message=self.message(row.message),
            proposal=self._of_attribute(row.attribute, row.proposal),
            related=tuple(map(self.dn, row.related)),
            suppression=row.suppression and self.name(row.suppression),
        )

    def _of_attribute(self, attribute: str, text: str | None) -> str | None:
        """What may be shown of a value: flags, codes and times name nobody."""
        if text is None or is_harmless(attribute, text):
            return text
        return self.value(text)

    def _quote(self, text: str) -> str:
        """A quoted value; several with words between them are hidden as one."""
        return self.name(text) if set(text) & {"“", "”"} else self.value(text)

    def _component(self, rdn: str) -> str:
        kind, equals, value = rdn.partition("=")
        name = kind.strip().upper()
        if not equals:
            return self.name(rdn)
        if (name == "DC" and LABEL.fullmatch(value)) or (name in _STRUCTURE and self._key is None):
            return rdn
        return f"{kind}={self.name(value)}"

    def _digest(self, text: str) -> bytes:
        # keyed, since a plain hash of a name is found by trying names
        octets = text.strip().lower().encode("utf-8", "backslashreplace")
        return hmac.digest(self._key or b"", octets, "sha256")
