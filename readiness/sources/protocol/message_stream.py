"""Reads the answers to LDAP searches from a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.sources.protocol import ber
from readiness.sources.protocol.ber import Damaged, Done

if TYPE_CHECKING:
    import socket

Encoded = tuple[bytes, int]
"""A message, and where in it an entry begins."""
_AT_ONCE = 256 * 1024
MESSAGE_MAX = 256 * 1024 * 1024
"""The longest message that is taken for one, in octets."""
_HEAD = 6
"""The octets of the longest head of a message that is needed to know its length."""


class Stream:
    """The messages that arrive at a socket, one answer after the other."""

    def __init__(self, connected: socket.socket) -> None:
        """Read from a socket that nobody else reads from."""
        self._socket = connected
        self._waiting = bytearray()

    def answer(self, number: int) -> tuple[list[Encoded], Done, list[str]]:
        """The entries, the end and the references of the search with this message number.

        Raises:
            OSError: the connection broke, or what arrives is not LDAP.
        """
        entries: list[Encoded] = []
        references: list[str] = []
        while True:
            octets = self._message()
            try:
                to, tag, at = ber.message(octets)
                if to == 0:
                    raise ConnectionAbortedError(ber.name_of_notice(octets, at))
                if to != number:
                    continue
                if tag == ber.ENTRY:
                    entries.append((octets, at))
                elif tag == ber.REFERENCE:
                    references += ber.references(octets, at)
                elif tag == ber.DONE:
                    return entries, ber.done(octets, at), references
            except (Damaged, ValueError, IndexError) as error:
                raise ConnectionAbortedError(f"the answer is damaged: {error}") from error

    def _message(self) -> bytes:
        """The next whole message."""
        waiting = self._waiting
        while (size := _size(waiting)) is None or len(waiting) < size:
            received = self._socket.recv(_AT_ONCE)
            if not received:
                raise ConnectionAbortedError("the server closed the connection")
            waiting += received
        octets = bytes(waiting[:size])
        del waiting[:size]
        return octets


def _size(octets: bytearray) -> int | None:
    """The length of the message that begins here; None if too little of it is there."""
    if len(octets) < _HEAD:
        return None
    length, start = octets[1], 2
    if length > 127:  # noqa: PLR2004 - the long form of a length
        start += length - 128
        length = int.from_bytes(octets[2:start], "big")
    if octets[0] != 0x30 or start > _HEAD or length > MESSAGE_MAX:  # noqa: PLR2004 - a SEQUENCE
        raise ConnectionAbortedError("what arrives is not LDAP")
    return start + length
