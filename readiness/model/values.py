"""What the octets and numbers of Active Directory mean: GUID, SID, time, account control."""

from __future__ import annotations

import base64
import re
import struct
from datetime import UTC, date, datetime, timedelta
from enum import IntFlag
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Sequence

_FILETIME_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_GENERALIZED_TIME = re.compile(
    r"(\d{4})(\d\d)(\d\d)(\d\d)(?:(\d\d)(?:(\d\d))?)?(?:[.,]\d++)?(Z|[+-]\d\d(?:\d\d)?)"
)
GUID_OCTETS = 16
_GUID_IN_BASE64 = 24
_SID_OCTETS_MIN = 12
"""Those of a SID with one sub-authority."""
_LATIN1_MAX, _BASIC_PLANE_MAX = 0xFF, 0xFFFF
_ESCAPED_OCTETS = range(0xDC80, 0xDD00)
NEVER = frozenset({0, 0x7FFFFFFFFFFFFFFF})
"""The accountExpires values of an account that never expires.

https://learn.microsoft.com/windows/win32/adschema/a-accountexpires
"""


class AccountControl(IntFlag):
    """The bits of userAccountControl.

    https://learn.microsoft.com/troubleshoot/windows-server/active-directory/useraccountcontrol-manipulate-account-properties
    """

    DISABLED = 0x2
    PASSWORD_NOT_REQUIRED = 0x20
    REVERSIBLE_PASSWORD = 0x80
    NORMAL_ACCOUNT = 0x200
    PASSWORD_NEVER_EXPIRES = 0x10000
    SMART_CARD_REQUIRED = 0x40000
    TRUSTED_FOR_DELEGATION = 0x80000
    NOT_DELEGATED = 0x100000
    DES_KEY_ONLY = 0x200000
    NO_PREAUTHENTICATION = 0x400000
    PASSWORD_EXPIRED = 0x800000
    TRUSTED_TO_AUTHENTICATE_FOR_DELEGATION = 0x1000000


def text(octets: bytes) -> str:
    r"""The octets as UTF-8 text; what is not UTF-8 shows as `\xff`."""
    return octets.decode("utf-8", "backslashreplace")


def as_text(value: str | bytes) -> str:
    """A value as text, however it was read: see `text`."""
    return value if isinstance(value, str) else text(value)


def as_octets(value: str | bytes) -> bytes:
    """A value as octets, however it was read."""
    return value if isinstance(value, bytes) else value.encode()


def guid_octets(octets: bytes) -> bytes | None:
    """The 16 octets of a GUID, or of its text, or of its base64; None when it is none of them.

    Some exporters write it as text, and some its base64 as if that were text.

    Active Directory stores the first three fields with the least significant octet first:
    https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/001eec5a-7f8b-4293-9e21-ca349392db40
    """
    # any 16 octets are one, even if they read as letters: its text and its base64 are longer
    if len(octets) == GUID_OCTETS:
        return octets
    try:
        if len(octets) == _GUID_IN_BASE64 and octets.endswith(b"=="):
            return base64.b64decode(octets, validate=True)
        return UUID(octets.decode("ascii")).bytes_le
    except ValueError:
        return None


def hex_lines(values: Sequence[bytes], size: int) -> str | None:
    """Values in hexadecimal, each with a line feed behind it; None if not all have that size."""
    if set(map(len, values)) != {size}:
        return None
    # of all of them at once, since a call for each takes longer than its octets
    return b"".join(values).hex("\n", size) + "\n"


def guid_text(octets: bytes) -> str | None:
    """The GUID in its usual text form, `f2953050-cfdc-4d5b-a667-7d6615694d51`."""
    at = guid_octets(octets)
    if at is None:
        return None
    # turned by hand: uuid.UUID takes five times as long, and every entry with a finding has one
    first, second, third = at[3::-1].hex(), at[5:3:-1].hex(), at[7:5:-1].hex()
    return f"{first}-{second}-{third}-{at[8:10].hex()}-{at[10:].hex()}"


def anchor_text(octets: bytes) -> str:
    """The immutable ID that Entra ID makes of an octet string: the base64 of its octets."""
    return base64.b64encode(octets).decode("ascii")


def sid_text(octets: bytes) -> str | None:
    """A security identifier as `S-1-5-21-…`; None when the octets are none.

    https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/78eb9013-1c3a-4970-ad1f-2b1dad588a25
    """
    if octets.startswith(b"S-1-"):
        return octets.decode("ascii", "backslashreplace")
    # revision, number of sub-authorities, six octets of authority, four for each sub-authority
    if len(octets) < _SID_OCTETS_MIN or len(octets) != 8 + 4 * octets[1]:
        return None
    return f"{_sid_of_domain(octets[:-4])}-{int.from_bytes(octets[-4:], 'little')}"


@lru_cache(maxsize=64)
def _sid_of_domain(octets: bytes) -> str:
    """A security identifier without its last number, which all of a domain have in common."""
    authority = int.from_bytes(octets[2:8], "big")
    numbers = struct.unpack_from(f"<{octets[1] - 1}I", octets, 8)
    return "-".join(map(str, ("S", octets[0], authority, *numbers)))


def filetime(value: int) -> datetime | None:
    """The time of a FILETIME, 100 ns units since 1601; None for one that no calendar holds.

    https://learn.microsoft.com/windows/win32/api/minwinbase/ns-minwinbase-filetime
    """
    try:
        return _FILETIME_EPOCH + timedelta(microseconds=value // 10)
    except OverflowError:
        return None


FILETIME_DAY = 24 * 60 * 60 * 10_000_000


def day_of(value: int) -> date:
    """The day of a FILETIME."""
    return date.fromordinal(_FILETIME_EPOCH.toordinal() + value // FILETIME_DAY)


def to_filetime(moment: datetime) -> int:
    """A time as FILETIME."""
    return (moment - _FILETIME_EPOCH) // timedelta(microseconds=1) * 10


def generalized_time(value: str) -> datetime | None:
    """The time of `20261122023206.0Z`, to the second; None when it is malformed.

    https://www.rfc-editor.org/rfc/rfc4517#section-3.3.13
    """
    match = _GENERALIZED_TIME.fullmatch(value)
    if not match:
        return None
    *fields, zone = match.groups()
    try:
        moment = datetime(*(int(part or 0) for part in fields), tzinfo=UTC)  # type: ignore[arg-type,misc]  # six integers
        if zone == "Z":
            return moment
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5] or 0))
        return moment - offset if zone[0] == "+" else moment + offset
    except (ValueError, OverflowError):
        return None


def is_hidden(character: str) -> bool:
    """Whether a character shows as nothing, or as an ordinary blank that it is not."""
    return not character.isprintable()


def is_blank(value: str) -> bool:
    """Whether there is nothing to see in a text."""
    return not value[:1].isalnum() and all(
        character.isspace() or is_hidden(character) for character in value
    )


def visible(value: str) -> str:
    """The text with every hidden character, and a blank at either end, as an escape."""
    if value.isprintable() and value == value.strip(" "):
        return value  # what hides is not printable
    inner = value.strip(" ")
    left = len(value) - len(value.lstrip(" ")) if inner else len(value)
    right = len(value) - left - len(inner)
    return "␠" * left + "".join(map(_shown, inner)) + "␠" * right


def _shown(character: str) -> str:
    if not is_hidden(character):
        return character
    code = ord(character)
    # what stands for an octet of a file name that is no UTF-8: https://peps.python.org/pep-0383
    if code in _ESCAPED_OCTETS:
        code &= 0xFF
    if code <= _LATIN1_MAX:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _BASIC_PLANE_MAX else f"\\U{code:08x}"
