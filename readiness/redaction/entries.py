"""Puts pseudonyms into the values of entries, so that a scan still finds what is wrong there."""

from __future__ import annotations

import re
import struct
from base64 import b64encode
from functools import lru_cache
from itertools import dropwhile
from uuid import UUID

from readiness.model.values import guid_octets, guid_text, sid_text
from readiness.redaction.harmless import is_harmless
from readiness.redaction.pseudonyms import (
    LENGTHS,
    RENAMED,
    WELL_KNOWN,
    TextRedactor,
    between_blanks,
    is_domain,
)
from readiness.redaction.redactor import DN, LABEL, NAME, TYPED

_DNS = frozenset(
    {"distinguishedname", "dn", "homemdb", "manager", "managedby", "member", "memberof"}
)
_DOMAINS = frozenset({"dnsroot", "upnsuffixes"})
_GUIDS = frozenset(
    {"msexcharchiveguid", "msexchmailboxguid", "ms-ds-consistencyguid", "objectguid"}
)
_SIDS = frozenset({"msexchmasteraccountsid", "objectsid", "sidhistory"})
_FILLED = frozenset({"jpegphoto", "thumbnailphoto", "usercertificate", "usersmimecertificate"})
"""Of these, checks count the values and the octets."""
_KINDS = frozenset({"C", "CN", "DC", "L", "O", "OU", "ST", "STREET", "UID"})
_HEXADECIMAL = re.compile(rb"[0-9A-Fa-f](?=(?:[^0-9A-Fa-f]*[0-9A-Fa-f]){0,31}[^0-9A-Fa-f]*\Z)")
"""A digit of a GUID in text, which may have a prefix."""
_ESCAPES = re.compile(r"(?:\\[0-9A-Fa-f]{2})+|\\.", re.DOTALL)

_OF_A_DOMAIN = bytes.fromhex("000000000005 15000000")
"""What follows the first two octets of the SID of an account or group of a domain."""
_SID_MAX = 16
"""Octets; SIDs up to that which are not of a domain are the same everywhere."""
_SID_OF_ACCOUNT = 28
"""The octets of the SID of an account or group of a domain."""
_RID_MIN = 1000
"""Numbers below that belong to accounts and groups that every domain has."""
_CACHED = 100_000
"""So many names of DNs are hidden once: most entries share their containers."""


class EntryRedactor(TextRedactor):
    """Puts pseudonyms into DNs and values: equal ones for equal values, wherever they stand.

    Types and domains of addresses stay, and so do numbers, flags and times.
    """

    def __init__(self, key: bytes) -> None:
        """Take the key of the pseudonyms."""
        super().__init__(key)
        self._of_dn = lru_cache(_CACHED)(self._name_of_dn)

    def octets(self, attribute: str, octets: bytes) -> bytes:
        """What may be shown of a value; the name of its attribute is in lower case."""
        if attribute in _FILLED:
            return bytes(len(octets))
        if attribute in _GUIDS:
            return self._guid(octets)
        if attribute in _SIDS:
            return self._sid(octets)
        # Latin-1 has a character for each octet, so that any value can be matched
        if is_harmless(attribute, octets.decode("latin-1")):
            return octets
        try:
            return self._text(attribute, octets.decode()).encode()
        except UnicodeDecodeError:
            return self.stream(octets.hex(), len(octets))

    def _text(self, attribute: str, text: str) -> str:
        if attribute in _DNS:
            return self.dn(text)
        return self.domain(text) if attribute in _DOMAINS else self.value(text)

    def dn(self, dn: str) -> str:
        """A DN with pseudonyms for its names; well-known ones and those of the domain stay."""
        names = NAME.findall(dn)
        above = len(list(dropwhile(_is_of_domain, reversed(names))))
        hidden = ((self._component(rdn), mark) for rdn, mark in names[:above])
        return "".join(rdn + mark for rdn, mark in (*hidden, *names[above:]))

    def value(self, text: str) -> str:
        """A value: a DN, an address with or without its type, or any other text."""
        core = text.strip()
        typed = TYPED.fullmatch(core)
        local, at, domain = core.rpartition("@")
        if DN.match(core):
            hidden = self.dn(core)
        elif typed:
            hidden = f"{typed[1]}:{self.value(typed[2])}"
        elif at and (is_domain(domain.strip().lower()) or len(core.lower()) > LENGTHS[-1]):
            hidden = f"{self.name(local)}@{self.domain(domain)}"
        else:
            hidden = self.name(core)
        return between_blanks(hidden, text)

    def _component(self, rdn: str) -> str:
        """A name of a DN with its type; if that is no usual one, all is hidden."""
        kind, equals, value = rdn.partition("=")
        if equals and kind.strip().upper() in _KINDS:
            return f"{kind}={self._of_dn(value)}"
        return f"CN={self._of_dn(rdn)}" if rdn else ""

    def _name_of_dn(self, value: str) -> str:
        """The pseudonym of a name in a DN; that has no characters that must be escaped."""
        plain = _ESCAPES.sub(_unescaped, value).strip()
        if plain.lower() in WELL_KNOWN or not plain:
            return value
        renamed = RENAMED.fullmatch(plain)
        if renamed:
            return f"{self._of_dn(renamed[1])}\\0A{renamed[2]}:{self.guid(renamed[3])}"
        sid = _sid_octets(plain)
        return (sid and sid_text(self._sid(sid))) or self.letters(plain, LENGTHS[0])

    def _guid(self, octets: bytes) -> bytes:
        """The pseudonym of a GUID in any form; octets of any other number keep that."""
        known = guid_text(octets)
        if known is None:
            return self.stream(octets.hex(), len(octets))
        hidden = UUID(self.guid(known))
        if guid_octets(octets) == octets:
            return hidden.bytes_le
        # as the base64 of 16 octets always does
        if octets.endswith(b"=="):
            return b64encode(hidden.bytes_le)
        digits = iter(hidden.hex)
        return _HEXADECIMAL.sub(lambda _: next(digits).encode(), octets)

    def _sid(self, octets: bytes) -> bytes:
        """The pseudonym of a SID; those that are the same everywhere stay."""
        in_text = _sid_octets(octets.decode("ascii", "replace"))
        if in_text:
            return (sid_text(self._sid(in_text)) or "").encode()
        if octets[2:12] != _OF_A_DOMAIN:
            is_common = len(octets) <= _SID_MAX and sid_text(octets)
            return octets if is_common else self.stream(octets.hex(), len(octets))
        own = self.stream(octets.hex(), len(octets) - 12)
        if len(octets) == _SID_OF_ACCOUNT and int.from_bytes(octets[-4:], "little") < _RID_MIN:
            own = own[:-4] + octets[-4:]
        return octets[:12] + own


def _is_of_domain(name: tuple[str, str]) -> bool:
    """Whether a name of a DN is a part of the domain, or nothing at all."""
    kind, _, value = name[0].partition("=")
    return not name[0] or (kind.strip().upper() == "DC" and LABEL.fullmatch(value) is not None)


def _unescaped(escape: re.Match[str]) -> str:
    try:
        return bytes.fromhex(escape[0].replace("\\", "")).decode("utf-8", "replace")
    except ValueError:
        return escape[0][1:]


def _sid_octets(text: str) -> bytes | None:
    """The octets of a SID in text; None if the text is none."""
    first, *numbers = text.split("-")
    if first.upper() != "S" or not all(map(str.isdigit, numbers)):
        return None
    try:
        revision, authority, *own = map(int, numbers)
        head = struct.pack(">BBHI", revision, len(own), *divmod(authority, 1 << 32))
        return head + struct.pack(f"<{len(own)}I", *own)
    except (ValueError, struct.error):
        return None
