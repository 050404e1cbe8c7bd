"""Cuts what arrives at a socket into LDAP messages, and waits for each answer only so long."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from readiness.sources.protocol.errors import Damaged

if TYPE_CHECKING:
    import socket

MESSAGE_MAX = 16 * 1024 * 1024
"""The longest message that is taken for one, in bytes: a group of 150,000 members takes about 15
MiB where a server sends them all at once. Active Directory sends them in portions. Decoding takes
several times as much memory, in each process."""
_RECEIVED_AT_ONCE = 256 * 1024
_HEADER_MAX = 6
"""The bytes of the longest header: a tag, and a length of four bytes behind its own length."""
_SEQUENCE, _LONG_FORM = 0x30, 0x80


class MessageStream:
    """The messages that arrive at a socket, one after the other."""

    def __init__(self, connected: socket.socket, timeout: float) -> None:
        """Read from a socket that nobody else reads from; `timeout` is in seconds an answer."""
        self._socket = connected
        self._timeout = timeout
        self._received = bytearray()
        self._left = timeout
        self.waited = 0.0
        """The seconds that were spent waiting for the server."""

    @property
    def is_empty(self) -> bool:
        """Whether everything that has arrived was read."""
        return not self._received

    def expect_answer(self) -> None:
        """Begin to wait for an answer: from now on the time for it runs, while we wait."""
        self._left = self._timeout

    def next(self) -> bytes:
        """The next message.

        Raises:
            Damaged: what arrives is not LDAP.
            TimeoutError: the time for the answer is over, although some of it may have come.
            OSError: the connection broke.
        """
        received = self._received
        while (size := _message_size(received)) is None or len(received) < size:
            received += self._receive()
        message = bytes(received[:size])
        del received[:size]
        return message

    def _receive(self) -> bytes:
        began = time.monotonic()
        try:
            if self._left <= 0:
                raise TimeoutError
            # a socket's own timeout is for one octet; a server that sends them one by one has none
            self._socket.settimeout(self._left)
            arrived = self._socket.recv(_RECEIVED_AT_ONCE)
        finally:
            passed = time.monotonic() - began
            self._left -= passed
            self.waited += passed
        if not arrived:
            raise ConnectionAbortedError("the server closed the connection")
        return arrived


def _message_size(received: bytearray) -> int | None:
    """The length in bytes of the message that begins here; None if too little of it is there."""
    if received and received[0] != _SEQUENCE:
        raise Damaged("what arrives is not LDAP")
    if len(received) < 2:  # noqa: PLR2004 - a tag and a length
        return None
    length, start = received[1], 2
    if length >= _LONG_FORM:
        start += length - _LONG_FORM
        if not 2 < start <= _HEADER_MAX:  # noqa: PLR2004 - an end that is marked has no length
            raise Damaged("what arrives is not LDAP")
        if len(received) < start:
            return None
        length = int.from_bytes(received[2:start], "big")
    if length > MESSAGE_MAX:
        raise Damaged(f"a message of {length:,} bytes, where {MESSAGE_MAX:,} are the most")
    return start + length
