"""The way to a server up to the first request: its name, its port, its certificate."""

from __future__ import annotations

import hashlib
import socket
import ssl
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from readiness.errors import UsageError
from readiness.sources.protocol.errors import Unreachable, network_error
from readiness.sources.protocol.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from readiness.sources.protocol.access import Access
    from readiness.sources.protocol.url import Address


class Certificate(NamedTuple):
    """What a server showed."""

    protocol: str
    """The version of TLS."""
    names: tuple[str, ...]
    """The names that it is for; empty if it was not verified."""
    issuer: str
    until: datetime | None
    fingerprint: str
    """SHA-256, in hexadecimal digits."""


def ip_addresses(address: Address) -> list[str]:
    """The IP addresses of a host.

    Raises:
        Unreachable: there is no such host.
    """
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    # a label of more than 63 characters fails while it is encoded, before any DNS is asked
    except (socket.gaierror, UnicodeError) as error:
        failure = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
        raise network_error(failure, str(address)) from error
    return list(dict.fromkeys(str(host[4][0]) for host in found))


def reached(address: Address, timeout: float) -> socket.socket:
    """A TCP connection to one of the IP addresses of a host, all of them tried in so many seconds.

    Raises:
        Unreachable: there is none.
    """
    end = time.monotonic() + timeout
    failure: OSError = TimeoutError()
    # create_connection with the name would give each address of the host the whole timeout:
    # https://docs.python.org/3/library/socket.html#socket.create_connection
    for ip in ip_addresses(address):
        left = end - time.monotonic()
        if left <= 0:
            break
        try:
            connected = socket.create_connection((ip, address.port), left)
        except OSError as error:
            failure = error
        else:
            # without it, each request waits 40 ms for the acknowledgement of the one before
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return connected
    raise network_error(failure, str(address)) from failure


def connected(address: Address, access: Access) -> Session:
    """A connection, encrypted as it is wanted, over which nobody has signed in yet.

    Raises:
        Unreachable: there is none, or none that is secure.
        UsageError: the file of the CA cannot be used.
        Damaged: what arrives is not LDAP.
        ConnectionLost: the connection broke.
    """
    # first, so that a file of a CA that is no good is told before anybody is connected to
    context = tls_context(access.ca_file, insecure=access.insecure)
    plain = reached(address, access.timeout)
    try:
        if address.is_tls:
            plain = context.wrap_socket(plain, server_hostname=address.host)
    except OSError as error:
        plain.close()
        raise network_error(error, str(address)) from error
    session = Session(address, plain, access.timeout)
    try:
        if access.start_tls:
            session.start_tls(context)
    except BaseException:
        session.close()
        raise
    return session


def tls_context(ca_file: Path | None, *, insecure: bool) -> ssl.SSLContext:
    """Verify the chain, the dates and the host name; or nothing at all.

    Raises:
        UsageError: the file of the CA cannot be used.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file and str(ca_file))
    except ssl.SSLError as error:
        raise UsageError(
            f"{ca_file} holds no certificates: --ca-file wants PEM (-----BEGIN CERTIFICATE-----)"
        ) from error
    except OSError as error:
        raise UsageError(f"{ca_file} cannot be read: {error.strerror or error}") from error
    # Python 3.13 also rejects certificates that lack extensions which AD CS never wrote, such as
    # the authority key identifier: https://docs.python.org/3/library/ssl.html#ssl.VERIFY_X509_STRICT
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if insecure:
        # in this order: CERT_NONE is refused as long as host names are checked
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def certificate(session: Session) -> Certificate | None:
    """The certificate of an encrypted connection; None where it is not encrypted."""
    encrypted = session.socket
    if not isinstance(encrypted, ssl.SSLSocket):
        return None
    content = encrypted.getpeercert(binary_form=True) or b""
    # without verification there are the octets, but no fields:
    # https://docs.python.org/3/library/ssl.html#ssl.SSLSocket.getpeercert
    fields: dict[str, Any] = dict(encrypted.getpeercert() or {})
    issuer = ", ".join(f"{key}={value}" for part in fields.get("issuer", ()) for key, value in part)
    until = fields.get("notAfter")
    return Certificate(
        encrypted.version() or "",
        tuple(f"{kind}:{name}" for kind, name in fields.get("subjectAltName", ())),
        issuer,
        datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC) if until else None,
        hashlib.sha256(content).hexdigest(),
    )


def names_in_certificate(address: Address, access: Access) -> tuple[str, ...]:
    """The names in a certificate that is trusted, whatever host it is for; none if it is not."""
    # the chain is verified all the same: names that anybody may have made up are no hint
    context = tls_context(access.ca_file, insecure=False)
    context.check_hostname = False
    try:
        with Session(address, reached(address, access.timeout), access.timeout) as session:
            if access.start_tls:
                session.start_tls(context)
            else:
                session.socket = context.wrap_socket(session.socket)
            found = certificate(session)
    except (Unreachable, OSError):
        return ()
    return found.names if found else ()
