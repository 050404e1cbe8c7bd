"""Looks at a server step by step, without LDAP: the name, the port, the certificate."""

from __future__ import annotations

import hashlib
import socket
import ssl
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from readiness.errors import SourceError
from readiness.sources.protocol import ber
from readiness.sources.protocol.errors import network_error

if TYPE_CHECKING:
    from pathlib import Path

    from readiness.sources.protocol.url import Address

# https://www.rfc-editor.org/rfc/rfc4511#section-4.14
_START_TLS = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037"
_ANSWER_MAX = 4096


class Certificate(NamedTuple):
    """What a server showed."""

    protocol: str
    names: tuple[str, ...]
    """The names that it is for; empty if it was not verified."""
    issuer: str
    until: datetime | None
    fingerprint: str


def resolve(address: Address) -> list[str]:
    """The IP addresses of a host.

    Raises:
        SourceError: there is no such host.
    """
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        failure = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
        raise network_error(failure, str(address)) from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def reach(address: Address, timeout: int) -> socket.socket:
    """A TCP connection.

    Raises:
        SourceError: there is none.
    """
    try:
        return socket.create_connection((address.host, address.port), timeout)
    except OSError as error:
        raise network_error(error, str(address)) from error


def secure(
    plain: socket.socket, address: Address, context: ssl.SSLContext, *, start_tls: bool
) -> Certificate:
    """Encrypt a connection, and say with what certificate.

    Raises:
        SourceError: the server does not want to, or its certificate does not hold.
    """
    try:
        if start_tls:
            _start_tls(plain, address)
        with context.wrap_socket(plain, server_hostname=address.host) as encrypted:
            return _certificate(encrypted)
    except OSError as error:
        raise network_error(error, str(address)) from error


def names_in_certificate(address: Address, timeout: int, ca_file: Path | None) -> tuple[str, ...]:
    """The names in a certificate that is trusted, whatever host it is for; none if it is not."""
    context = ssl.create_default_context(cafile=ca_file and str(ca_file))
    context.check_hostname = False
    try:
        with (
            socket.create_connection((address.host, address.port), timeout) as plain,
            context.wrap_socket(plain) as encrypted,
        ):
            return _certificate(encrypted).names
    except OSError:
        return ()


def _start_tls(plain: socket.socket, address: Address) -> None:
    plain.sendall(_START_TLS)
    octets = plain.recv(_ANSWER_MAX)
    try:
        _, tag, at = ber.message(octets)
        done = ber.done(octets, at)
    except (ber.Damaged, ValueError, IndexError) as error:
        raise SourceError(f"{address}: what answers is not an LDAP server") from error
    if tag != ber.EXTENDED or done.code:
        raise SourceError(f"{address}: the server refuses StartTLS ({done.text or done.code})")


def _certificate(encrypted: ssl.SSLSocket) -> Certificate:
    octets = encrypted.getpeercert(binary_form=True) or b""
    told: dict[str, Any] = dict(encrypted.getpeercert() or {})
    names = [f"{kind}:{name}" for kind, name in told.get("subjectAltName", ())]
    issuer = ", ".join(f"{key}={value}" for part in told.get("issuer", ()) for key, value in part)
    until = told.get("notAfter")
    return Certificate(
        encrypted.version() or "",
        tuple(names),
        issuer,
        datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC) if until else None,
        hashlib.sha256(octets).hexdigest(),
    )
