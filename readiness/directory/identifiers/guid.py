"""GUIDs of objects and of mailboxes, made comparable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.model.values import GUID_OCTETS, guid_octets, hex_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

_NIL = bytes(GUID_OCTETS)
"""No mailbox has it: whoever holds nothing but zeros shares none."""


def fold_guid(octets: bytes) -> str | None:
    """A GUID in hexadecimal, also one that was exported as text; None for what is none."""
    guid = guid_octets(octets)
    return None if guid is None else guid.hex()


def fold_mailbox_guid(octets: bytes) -> str | None:
    """What `fold_guid` makes of the GUID of a mailbox or archive; None for the one of zeros."""
    guid = fold_guid(octets)
    return None if guid == _NIL.hex() else guid


def guid_lines(values: Sequence[bytes]) -> str | None:
    """What `fold_guid` makes of values, one a line, if all of them are plain octets."""
    return hex_lines(values, GUID_OCTETS)


def mailbox_guid_lines(values: Sequence[bytes]) -> str | None:
    """What `fold_mailbox_guid` makes of values, one a line, if all of them are plain octets."""
    return None if _NIL in values else guid_lines(values)
