"""Triggers that compare the addresses of an entry with one of its names, and with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.checking.triggers.trigger import Trigger
from readiness.columns import kernels
from readiness.columns.bitset import bits_marked

if TYPE_CHECKING:
    from readiness.columns.batch import Batch

_TYPED, _OTHER, _DOUBTFUL = 1, 2, 4
"""What `kernels.addressed` tells of an entry, in bits."""
_IS_OTHER = bytes(b"01"[bool(marks & (_OTHER | _DOUBTFUL))] for marks in range(256))
_IS_UNTIDY = bytes(b"01"[marks != _TYPED] for marks in range(256))
"""For each of what it may tell the digit that `bits_marked` takes."""


def other_addresses(kind: str, name: str) -> Trigger:
    """Entries with proxyAddresses of a type that are not just one, and that a name of the entry.

    `other_addresses("sip:", "userPrincipalName")`. The type is met in any case if it is in small
    letters, and as it is in capitals.
    """
    return Trigger(_other, (kind, name.lower()))


def _other(batch: Batch, kind: str, name: str) -> int:
    return _odd(batch, name) | bits_marked(_addressed(batch, kind, name), _IS_OTHER)


def _untidy(batch: Batch) -> int:
    # whoever has addresses, and not just one that is primary and the mail
    untidy = bits_marked(_addressed(batch, "SMTP:", "mail"), _IS_UNTIDY)
    return _odd(batch, "mail") | untidy & batch.present("proxyaddresses")


def _addressed(batch: Batch, kind: str, name: str) -> bytes:
    addresses, names = batch.columns.get("proxyaddresses"), batch.columns.get(name)
    if addresses is None:
        return b""
    named = (names.text, names.holders) if names else ("", b"")
    return kernels.addressed(addresses.text, addresses.holders, *named, batch.size, kind)


def _odd(batch: Batch, name: str) -> int:
    """Entries with values that are octets, or have line feeds: they are not among the lines."""
    addresses, names = batch.columns.get("proxyaddresses"), batch.columns.get(name)
    return addresses.odd | (names.odd if names else 0) if addresses else 0


UNTIDY_ADDRESSES = Trigger(_untidy, ())
"""Entries whose addresses may not agree with each other and with their mail."""
