"""Searches over a connection that has signed in: one request at a time, each with its answer."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Self

import ldap3
from ldap3.core.exceptions import LDAPCommunicationError, LDAPException
from ldap3.operation.search import search_operation
from ldap3.protocol.rfc2696 import paged_search_control

from readiness.sources.protocol.ber import PAGED_RESULTS, Done, Raw, entry, has_range
from readiness.sources.protocol.errors import SUCCESS, Lost, search_error
from readiness.sources.protocol.message_stream import Stream

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.sources.live.search_filter import Query
    from readiness.sources.protocol.url import Address

_SCOPES = {"base": ldap3.BASE, "one": ldap3.LEVEL, "subtree": ldap3.SUBTREE}
# ask Active Directory to leave out the references to its other partitions: each is a search of its
# own here. https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/4ebd8a01-9cdb-4dc6-b293-8ba7f62ec49a
_DOMAIN_SCOPE = ("1.2.840.113556.1.4.1339", False, None)


class Answer(NamedTuple):
    """What a server sent to one request."""

    entries: Iterable[Raw]
    """Decoded while they are looked at, once."""
    total: int
    is_ranged: bool
    """Whether the server may have sent only the first values of some attribute."""
    done: Done
    references: list[str]


class Session:
    """One connection; closed when its context ends."""

    def __init__(self, address: Address, connection: ldap3.Connection) -> None:
        """Take a connection that has signed in."""
        self.address = address
        self.requests = 0
        self.seconds = 0.0
        """How long we waited for the server."""
        self.is_active_directory = False
        self.is_lost = False
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye, if anybody is still there."""
        hang_up(self._connection)

    def ask(self, query: Query, page_size: int = 0, cookie: bytes = b"") -> None:
        """Send a search request, for one page if a size is given."""
        raise NotImplementedError

    def answer(self) -> Answer:
        """The answer to the request; there is one at a time.

        Raises:
            Lost: the connection broke.
        """
        raise NotImplementedError

    def read(self, query: Query, page_size: int = 0) -> list[Raw]:
        """All entries of a small search.

        Raises:
            NotSearched: the search did not end with success.
            Lost: the connection broke.
        """
        found: list[Raw] = []
        cookie = b""
        while True:
            self.ask(query, page_size, cookie)
            answer = self.answer()
            found += answer.entries
            cookie = answer.done.cookie
            if answer.done.code != SUCCESS:
                raise search_error(answer.done, query.base)
            if not cookie:
                return found

    def lost(self, error: Exception) -> Lost:
        """The words for a connection that broke."""
        self.is_lost = True
        if isinstance(error, TimeoutError):
            return Lost(f"{self.address}: no answer in time; see --timeout, or use --page-size 200")
        return Lost(f"{self.address}: the server closed the connection, or the network lost it")

    def _controls(self) -> list[object]:
        return [_DOMAIN_SCOPE] if self.is_active_directory else []


class FastSession(Session):
    """Has ldap3 encode the requests, and decodes the answers itself, at a seventh of the time."""

    def __init__(self, address: Address, connection: ldap3.Connection) -> None:
        super().__init__(address, connection)
        self._stream = Stream(connection.socket)
        self._number = 0

    def ask(self, query: Query, page_size: int = 0, cookie: bytes = b"") -> None:
        """Send a search request and do not wait."""
        controls = self._controls()
        if page_size:
            controls.append(paged_search_control(criticality=True, size=page_size, cookie=cookie))
        request = search_operation(
            query.base,
            query.filter,
            _SCOPES[query.scope],
            ldap3.DEREF_NEVER,
            list(query.attributes),
            size_limit=0,
            time_limit=0,
            types_only=False,
            auto_escape=False,
            auto_encode=False,
        )
        try:
            self._number = self._connection.strategy.send("searchRequest", request, controls)
        except (LDAPCommunicationError, OSError) as error:
            raise self.lost(error) from error
        self.requests += 1

    def answer(self) -> Answer:
        """Wait for the answer."""
        began = time.perf_counter()
        try:
            entries, done, references = self._stream.answer(self._number)
            is_ranged = any(b";range=" in octets for octets, _ in entries)
        except OSError as error:
            raise self.lost(error) from error
        finally:
            self.seconds += time.perf_counter() - began
        decoded = (entry(*one) for one in entries)
        return Answer(decoded, len(entries), is_ranged, done, references)


class PlainSession(Session):
    """Leaves everything to ldap3: slower, and independent of how ldap3 works inside."""

    def ask(self, query: Query, page_size: int = 0, cookie: bytes = b"") -> None:
        """Send a search request and wait for the answer."""
        began = time.perf_counter()
        try:
            self._connection.search(
                query.base,
                query.filter,
                _SCOPES[query.scope],
                attributes=list(query.attributes),
                paged_size=page_size or None,
                paged_criticality=True,
                paged_cookie=cookie or None,
                controls=self._controls() or None,
            )
        except LDAPCommunicationError as error:
            raise self.lost(error) from error
        finally:
            self.seconds += time.perf_counter() - began
        self.requests += 1

    def answer(self) -> Answer:
        """The answer that came."""
        result = self._connection.result
        entries: list[Raw] = []
        references: list[str] = []
        for one in self._connection.response or []:
            if one["type"] == "searchResEntry":
                named = one["raw_attributes"].items()
                entries.append(Raw(one["raw_dn"], [(name.encode(), list(v)) for name, v in named]))
            elif one["type"] == "searchResRef":
                references += one["uri"]
        paged = (result.get("controls") or {}).get(PAGED_RESULTS.decode(), {}).get("value", {})
        done = Done(
            result["result"],
            result["dn"] or "",
            result["message"] or "",
            tuple(result["referrals"] or ()),
            paged.get("cookie") or b"",
        )
        is_ranged = any(map(has_range, entries))
        return Answer(entries, len(entries), is_ranged, done, references)


def hang_up(connection: ldap3.Connection) -> None:
    """Say goodbye and close the socket, which ldap3 leaves open if nobody hears the goodbye."""
    connected = connection.socket
    with suppress(LDAPException, OSError):
        connection.unbind()
    if connected is not None:
        connected.close()
