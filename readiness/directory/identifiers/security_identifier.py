"""Security identifiers of accounts and groups, made comparable.

https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.model.values import hex_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

# The built-in accounts and groups have the same SID in every domain; all others begin with these
# octets, and in text with S-1-5-21, before the numbers of their domain and their own.
_OF_A_DOMAIN = bytes.fromhex("01 05 000000000005 15000000")
_IN_TEXT = b"S-1-5-21-"
# eight octets, and four for each of five numbers: 21, three of the domain, and its own
_SIZE = 28


def fold_sid(octets: bytes) -> str | None:
    """The SID of an account or group of a domain, in hexadecimal; None for other ones."""
    if len(octets) == _SIZE and octets.startswith(_OF_A_DOMAIN):
        return octets.hex()
    return _from_text(octets.removeprefix(_IN_TEXT)) if octets.startswith(_IN_TEXT) else None


def sid_lines(values: Sequence[bytes]) -> str | None:
    """What `fold_sid` makes of values, one a line, if all are octets of accounts and groups."""
    lines = hex_lines(values, _SIZE)
    begun = f"\n{lines}".count(f"\n{_OF_A_DOMAIN.hex()}")
    return lines if begun == len(values) else None


def _from_text(numbers: bytes) -> str | None:
    try:
        parts = [int(number).to_bytes(4, "little") for number in numbers.split(b"-")]
    except (ValueError, OverflowError):
        return None
    octets = _OF_A_DOMAIN + b"".join(parts)
    return octets.hex() if len(octets) == _SIZE else None
