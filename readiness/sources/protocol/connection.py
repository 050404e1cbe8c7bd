"""Connects to a directory server and signs in, securely and to read only."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import ldap3
from ldap3.core.exceptions import (
    LDAPCommunicationError,
    LDAPException,
    LDAPInvalidFilterError,
    LDAPPackageUnavailableError,
)
from ldap3.operation.search import search_operation

from readiness.errors import SourceError, UsageError
from readiness.sources.protocol import kerberos
from readiness.sources.protocol.ber import Done
from readiness.sources.protocol.errors import (
    SUCCESS,
    Unreachable,
    network_error,
    sign_in_error,
)
from readiness.sources.protocol.session import FastSession, PlainSession, Session, hang_up
from readiness.sources.protocol.tls import tls_context

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence

    from readiness.sources.live.options import LiveOptions
    from readiness.sources.protocol.url import Address

_KNOWN = ("2.9.", "2.10.")
"""Versions of ldap3 that are known to hand out their socket and to send without waiting."""


class _Tls(ldap3.Tls):  # type: ignore[misc]  # ldap3 has no types
    """TLS by a context of our own: ldap3's default verifies nothing."""

    def __init__(self, context: ssl.SSLContext, host: str) -> None:
        super().__init__()
        self.context = context
        self.host = host
        self.failure: OSError | None = None

    def wrap_socket(self, connection: ldap3.Connection, do_handshake: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - as ldap3 calls it
        """Encrypt the connection, and remember the original error if that fails."""
        connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            connection.socket = self.context.wrap_socket(
                connection.socket, server_hostname=self.host
            )
        except OSError as error:
            self.failure = error
            connection.socket.close()
            raise


def connect(address: Address, options: LiveOptions) -> Session:
    """Connect to one server and sign in.

    Raises:
        Unreachable: there is no connection, or no secure one.
        SourceError: the server does not let the account sign in.
        UsageError: something that the sign-in needs is not installed, or a file cannot be read.
    """
    tls = _Tls(tls_context(options.ca_file, insecure=options.insecure), address.host)
    _resolve(address)
    server = ldap3.Server(
        address.host,
        address.port,
        use_ssl=address.is_tls,
        get_info=ldap3.NONE,
        tls=tls,
        connect_timeout=options.timeout,
    )
    connection = _connection(server, options)
    try:
        connection.open(read_server_info=False)
        connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if options.start_tls:
            _start_tls(connection, address)
        _sign_in(connection, address, options)
    except (LDAPCommunicationError, OSError) as error:
        hang_up(connection)
        raise _unreachable(tls.failure or error, address) from error
    except BaseException:
        hang_up(connection)
        raise
    known = ldap3.__version__.startswith(_KNOWN)
    return (FastSession if known else PlainSession)(address, connection)


def connect_any(servers: Sequence[Address], options: LiveOptions) -> Session:
    """A connection to the first server that is there.

    Raises:
        Unreachable: none is.
        SourceError: a server does not let the account sign in.
        UsageError: something on this side is missing.
    """
    failures = []
    for address in servers:
        try:
            return connect(address, options)
        except Unreachable as error:
            failures.append(str(error))
    raise Unreachable("; ".join(failures))


def check_filter(text: str) -> None:
    """Whether a filter can be sent.

    Raises:
        UsageError: it is not well formed.
    """
    try:
        search_operation("", text, ldap3.SUBTREE, ldap3.DEREF_NEVER, [], 0, 0, False, False, False)  # noqa: FBT003 - ldap3's order
    except LDAPInvalidFilterError as error:
        raise UsageError(f"--filter: “{text}” is no LDAP filter ({error})") from error


def _resolve(address: Address) -> None:
    """Look the host up: ldap3 does not tell an unknown name from any other failure."""
    try:
        socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        failure = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
        raise network_error(failure, str(address)) from error


def _connection(server: ldap3.Server, options: LiveOptions) -> ldap3.Connection:
    """A connection that is not open yet."""
    settings: dict[str, object] = {"authentication": ldap3.ANONYMOUS}
    if options.auth == "kerberos":
        name = kerberos.credentials(server.host, options)
        settings = {
            "authentication": ldap3.SASL,
            "sasl_mechanism": ldap3.KERBEROS,
            "sasl_credentials": (server.host, None, name),
        }
    elif options.auth in ("simple", "ntlm"):
        assert options.password  # noqa: S101 - the options are not made without
        password = options.password()
        if not password:
            raise UsageError("the password is empty, which a server takes for no sign-in at all")
        method = ldap3.NTLM if options.auth == "ntlm" else ldap3.SIMPLE
        settings = {"authentication": method, "user": options.user, "password": password}
    return ldap3.Connection(
        server,
        **settings,
        read_only=True,
        auto_referrals=False,
        auto_range=False,
        check_names=False,
        return_empty_attributes=False,
        receive_timeout=options.timeout,
    )


def _start_tls(connection: ldap3.Connection, address: Address) -> None:
    try:
        connection.start_tls(read_server_info=False)
    except LDAPException as error:
        if connection.server.tls.failure:
            raise
        raise Unreachable(
            f"{address}: the server refuses StartTLS: use ldaps://, or give the server a"
            f" certificate ({connection.last_error or error})"
        ) from error


def _sign_in(connection: ldap3.Connection, address: Address, options: LiveOptions) -> None:
    """Bind, and forget the password."""
    try:
        connection.bind(read_server_info=False)
    except LDAPPackageUnavailableError as error:
        raise UsageError(kerberos.INSTALL) from error
    except ValueError as error:
        # hashlib has no MD4 under OpenSSL 3, and ldap3 takes it from pycryptodome if it can
        if options.auth != "ntlm" or isinstance(error, UnicodeError):
            raise
        raise UsageError(
            "NTLM needs one more package: pip install entra-readiness[ntlm]"
        ) from error
    except kerberos.FAILURES as error:
        raise kerberos.explained(error) from error
    except LDAPCommunicationError as error:
        if options.auth != "ntlm":
            raise
        raise SourceError(
            f"{address}: the server ended the connection at the NTLM sign-in: use --auth simple"
            " over ldaps://, or --auth kerberos"
        ) from error
    finally:
        connection.password = None
    done = connection.result
    if done["result"] != SUCCESS:
        reason = sign_in_error(Done(done["result"], text=done["message"] or ""))
        raise type(reason)(f"{address}: {reason}")


def _unreachable(error: Exception, address: Address) -> Unreachable:
    """The words for what ldap3 raised: its exceptions are also those of the socket."""
    if isinstance(error, OSError):
        return network_error(error, str(address))
    for one in error.args:
        # several addresses were tried: ldap3 lists an exception and the address for each
        if isinstance(one, list) and one and isinstance(one[0][0], OSError):
            return network_error(one[0][0], str(address))
    return Unreachable(f"{address}: no connection ({error})")
