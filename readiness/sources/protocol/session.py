"""A connection to one server: one request at a time, each with its answer."""

from __future__ import annotations

import ssl
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from readiness.errors import SourceError
from readiness.sources.protocol import ber, requests
from readiness.sources.protocol.errors import (
    SUCCESS,
    ConnectionLost,
    Damaged,
    Unreachable,
    in_words,
    network_error,
    printable,
    search_error,
)
from readiness.sources.protocol.message_stream import MessageStream
from readiness.sources.protocol.search_answer import SearchAnswer

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from readiness.sources.protocol.ber import Message
    from readiness.sources.protocol.operations import LdapEntry, LdapResult, Search
    from readiness.sources.protocol.url import Address

_UNPAGED_MAX = 1000
"""So many entries are sent without pages by default (MaxPageSize)."""
_SMALL_SEARCH_MAX = 10_000
"""So many entries are read at once at most: the schema has some 2,000 attributes."""
_LIFETIME = 15
"""So many times its timeout a session lasts at most: a quarter of an hour by default. A server that
never comes to an end is told from a large directory by nothing else."""


class Session:
    """One connection; closed when its context ends."""

    def __init__(self, address: Address, connected: socket.socket, timeout: float) -> None:
        """Take a connection; `timeout` is the seconds for each answer, from its request on."""
        self.address = address
        self.socket = connected
        self.number = 0
        """That of the request which is under way, or was made last."""
        self.searches = 0
        self.is_active_directory = False
        """Set by who finds out; then its own extensions are used."""
        self.is_usable = True
        """Whether another request can be made; not after an error of the connection."""
        self._timeout = timeout
        self._stream = MessageStream(connected, timeout)
        self._waited = 0.0
        self._end = 0.0
        self.renew()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def waited(self) -> float:
        """The seconds that were spent waiting for the server."""
        return self._waited + self._stream.waited

    def close(self) -> None:
        """Say goodbye, if anybody is still there."""
        if self.is_usable:
            with suppress(OSError):
                # a server that takes nothing any more must not hold up the end
                self.socket.settimeout(1)
                self.socket.sendall(requests.goodbye(self.number + 1))
        self.is_usable = False
        self.socket.close()

    def search(self, search: Search, page_size: int = 0, cookie: bytes = b"") -> SearchAnswer:
        """Send a search, for one page if a size is given; its answer can be awaited later.

        Raises:
            ConnectionLost: the connection broke.
        """
        self._send(
            lambda number: requests.search_request(
                number, search, page_size, cookie, is_active_directory=self.is_active_directory
            )
        )
        self.searches += 1
        # where no page is asked for, as Active Directory has it:
        # https://learn.microsoft.com/troubleshoot/windows-server/active-directory/view-set-ldap-policy-using-ntdsutil
        most = 1 if search.scope == "base" else page_size or _UNPAGED_MAX
        return SearchAnswer(self._receive, self.number, most, is_paged=page_size > 0)

    def read(self, search: Search, page_size: int = 0) -> list[LdapEntry]:
        """All entries of a small search.

        Raises:
            SearchFailed: the search did not end with success.
            Damaged: what arrives is not an answer to the search.
            ConnectionLost: the connection broke, or the time for an answer is over.
        """
        entries: list[LdapEntry] = []
        cookie: bytes | None = b""
        while cookie is not None:
            answer = self.search(search, page_size, cookie)
            entries += answer
            if len(entries) > _SMALL_SEARCH_MAX:
                raise Damaged("an answer has more than was asked for")
            if answer.result.code != SUCCESS:
                raise search_error(answer.result, search.base)
            cookie = answer.result.cookie or None
        return entries

    def sign_in_step(self, encode: Callable[[int], bytes]) -> LdapResult:
        """Send a request to sign in, and wait for its result.

        Raises:
            Damaged: what arrives is not an answer to it.
            ConnectionLost: the connection broke, or the time for the answer is over.
        """
        return self.answer_to(encode, ber.BIND_RESPONSE)

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Encrypt the connection from now on.

        Raises:
            Unreachable: the server does not want to, or its certificate does not hold.
            Damaged: what arrives is not an answer to it.
            ConnectionLost: the connection broke, or the time for the answer is over.
        """
        result = self.answer_to(requests.start_tls_request, ber.EXTENDED_RESPONSE)
        if result.code != SUCCESS:
            raise Unreachable(
                f"{self.address}: the server refuses StartTLS: use ldaps://, or give the server a"
                f" certificate ({in_words(result)})"
            )
        # what came before the encryption could be anybody's
        if not self._stream.is_empty:
            self.is_usable = False
            raise Damaged("something was sent before the encryption")
        try:
            self.socket.settimeout(self._timeout)
            self.socket = context.wrap_socket(self.socket, server_hostname=self.address.host)
        except OSError as error:
            self.is_usable = False
            raise network_error(error, str(self.address)) from error
        # wrap_socket took the connection away from the plain socket, and its stream with it
        self._waited += self._stream.waited
        self._stream = MessageStream(self.socket, self._timeout)

    def renew(self) -> None:
        """Let it last as long as a new one: what is asked next is a matter of its own."""
        self._end = time.monotonic() + _LIFETIME * self._timeout

    def extend(self, seconds: float) -> None:
        """Let the session last longer, since we paused on purpose."""
        self._end += seconds

    def _send(self, encode: Callable[[int], bytes]) -> None:
        if time.monotonic() > self._end:
            raise SourceError(
                f"{self.address}: the search takes longer than {_LIFETIME} times --timeout: give"
                " more, or narrow --base"
            )
        # never one a second time: so a late answer to another request is noticed
        self.number += 1
        try:
            self.socket.settimeout(self._timeout)
            self.socket.sendall(encode(self.number))
        except OSError as error:
            raise self._lost(error) from error
        self._stream.expect_answer()

    def answer_to(self, encode: Callable[[int], bytes], tag: int) -> LdapResult:
        """Send a request that has but one answer, and wait for that.

        Raises:
            Damaged: what arrives is not an answer to it.
            ConnectionLost: the connection broke, or the time for the answer is over.
        """
        self._send(encode)
        message = self._receive()
        if message.tag != tag:
            raise Damaged("an answer to something else than what was asked")
        return ber.result(message)

    def _receive(self) -> Message:
        """The next message, which answers the request that is under way.

        Raises:
            Damaged: it is not LDAP, or answers another request: there is but one at a time.
            ConnectionLost: the connection broke, the time is over, or the server says goodbye.
        """
        try:
            data = self._stream.next()
        except Damaged:
            self.is_usable = False
            raise
        except OSError as error:
            raise self._lost(error) from error
        message = ber.message(data)
        if message.number == 0 and message.tag == ber.EXTENDED_RESPONSE:
            self.is_usable = False
            words = printable(ber.result(message).text) or "without a reason"
            raise ConnectionLost(f"{self.address}: the server ended the session: {words}")
        if message.number != self.number:
            raise Damaged("an answer to a request that was not made")
        return message

    def _lost(self, error: OSError) -> ConnectionLost:
        """The words for a connection that broke."""
        self.is_usable = False
        if isinstance(error, TimeoutError):
            return ConnectionLost(
                f"{self.address}: no answer in time; see --timeout, or use --page-size 200"
            )
        # a server that hangs up without the goodbye of TLS is gone; no encryption broke
        if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
            why = error.reason or error
            return ConnectionLost(f"{self.address}: the encryption broke ({why})")
        return ConnectionLost(
            f"{self.address}: the server closed the connection, or the network lost it"
        )
