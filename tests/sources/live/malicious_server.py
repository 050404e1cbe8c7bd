"""A directory server over loopback that answers as it should, until it is told to be malicious.

It holds eight people, two of whom are not ready; one names another who is there.
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from tests.sources.live.ldap_messages import (
    BIND,
    BIND_RESPONSE,
    DONE,
    SEARCH,
    UNBIND,
    Request,
    entry,
    message,
    page_control,
    request,
    result,
)

Malice = Callable[[Request, list[bytes]], Iterable[bytes]]
"""What is sent instead of an honest answer, which is a list of messages."""
BASE = b"DC=contoso,DC=com"
PEOPLE = 8
_CONFIGURATION = b"CN=Configuration," + BASE
_SUBTREE = 2


class MaliciousServer:
    """Listens on a port of its own, in threads that end with the test."""

    def __init__(self, malice: Malice, certificate: ssl.SSLContext | None = None) -> None:
        self.malice = malice
        self.certificate = certificate
        self.connections = 0
        self.requests: list[Request] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        scheme = "ldaps" if self.certificate else "ldap"
        return f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def binds(self) -> int:
        return sum(one.tag == BIND for one in self.requests)

    def close(self) -> None:
        self._shut(self._listener)
        self.hang_up()

    def hang_up(self) -> None:
        """End all connections; there may be others afterwards."""
        self._shut(*self._open)

    @staticmethod
    def _shut(*sockets: socket.socket) -> None:
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connected, _ = self._listener.accept()
                self.connections += 1
                if self.certificate:
                    connected = self.certificate.wrap_socket(connected, server_side=True)
                self._open.append(connected)
                threading.Thread(target=self._serve, args=(connected,), daemon=True).start()

    def _serve(self, connected: socket.socket) -> None:
        with suppress(OSError), connected:
            for data in _requests(connected):
                asked = request(data)
                self.requests.append(asked)
                if asked.tag == UNBIND:
                    return
                for sent in self.malice(asked, list(honest(asked))):
                    connected.sendall(sent)


@contextmanager
def serving(malice: Malice, certificate: ssl.SSLContext | None = None) -> Iterator[MaliciousServer]:
    """A server that is gone in the end; with a certificate it speaks TLS."""
    server = MaliciousServer(malice, certificate)
    try:
        yield server
    finally:
        server.close()


def honest(asked: Request) -> Iterator[bytes]:
    """The messages of a good answer."""
    if asked.tag == BIND:
        yield message(asked.number, result(BIND_RESPONSE))
    elif asked.tag == SEARCH:
        found = list(_found(asked))
        start = int(asked.cookie or b"0")
        end = start + asked.page_size if asked.page_size else len(found)
        for dn, attributes in found[start:end]:
            yield message(asked.number, entry(dn, attributes))
        cookie = b"%d" % end if end < len(found) else b""
        controls = [page_control(cookie)] if asked.page_size else []
        yield message(asked.number, result(DONE), *controls)


def person(number: int) -> tuple[bytes, dict[bytes, list[bytes]]]:
    """One of many people."""
    name = b"person%d" % number
    attributes = {
        b"objectClass": [b"top", b"person", b"organizationalPerson", b"user"],
        b"objectGUID": [struct.pack("<IIII", number, 7, 7, 7)],
        b"objectSid": [b"\1\5\0\0\0\0\0\5" + struct.pack("<IIIII", 21, 1, 2, 3, 2000 + number)],
        b"sAMAccountName": [name],
        b"userAccountControl": [b"512"],
        b"userPrincipalName": [name + b"@contoso.com"],
        b"mail": [name + b"@contoso.com"],
        b"displayName": [b"Person %d" % number],
        b"whenCreated": [b"20260101000000.0Z"],
    }
    if number >= PEOPLE - 2:
        attributes[b"userPrincipalName"] = [b"bad user@contoso.local"]
        attributes[b"mail"] = [b"no at sign"]
    return b"CN=" + name + b",OU=Staff," + BASE, attributes


def _found(asked: Request) -> Iterator[tuple[bytes, dict[bytes, list[bytes]]]]:
    """What a search finds."""
    if not asked.base:
        yield (
            b"",
            {
                b"dnsHostName": [b"dc1.contoso.com"],
                b"defaultNamingContext": [BASE],
                b"configurationNamingContext": [_CONFIGURATION],
                b"schemaNamingContext": [b"CN=Schema," + _CONFIGURATION],
                b"namingContexts": [BASE, _CONFIGURATION],
                b"supportedCapabilities": [b"1.2.840.113556.1.4.800"],
            },
        )
    elif asked.base.startswith(b"CN=Partitions") and asked.scope == 1:
        crossing = {b"nCName": [BASE], b"dnsRoot": [b"contoso.com"], b"nETBIOSName": [b"CONTOSO"]}
        yield b"CN=CONTOSO," + asked.base, {b"objectClass": [b"crossRef"], **crossing}
    elif asked.base == BASE and asked.scope == _SUBTREE:
        yield from map(person, range(PEOPLE))


def _requests(connected: socket.socket) -> Iterator[bytes]:
    """The messages of a client."""
    data = b""
    while True:
        received = connected.recv(65536)
        if not received:
            return
        data += received
        while len(data) > 6:
            long = data[1] - 128
            size = 2 + data[1] if long < 0 else 2 + long + int.from_bytes(data[2 : 2 + long], "big")
            if len(data) < size:
                break
            yield data[:size]
            data = data[size:]
