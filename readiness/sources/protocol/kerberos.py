"""Kerberos on this side of a connection: tickets, and the tokens that show them to a server."""

from __future__ import annotations

import base64
import importlib
from typing import TYPE_CHECKING, Any, Protocol

from readiness.errors import SourceError, UsageError
from readiness.sources.protocol.errors import Damaged, ticket_error

if TYPE_CHECKING:
    from readiness.sources.protocol.access import Access
    from readiness.sources.protocol.session import Session

_NO_LAYER = 1
"""The bit for a connection without a security layer of its own: ours is TLS."""


def _installed(name: str) -> Any:
    """A package that may be missing; None without it."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


_gssapi: Any = _installed("gssapi") if _installed("gssapi.raw") else None
_winkerberos: Any = None if _gssapi else _installed("winkerberos")
_INSTALL = "Kerberos needs more packages: pip install entra-readiness[kerberos]"


class _Context(Protocol):
    """One side of a sign-in that both sides agree on."""

    def step(self, challenge: bytes | None) -> tuple[bytes, bool]:
        """The next token, and whether it is the last one."""

    def unwrap(self, token: bytes) -> bytes:
        """What a token of the server holds."""

    def wrap(self, content: bytes) -> bytes:
        """A token that holds something, signed and not encrypted."""


class Negotiation:
    """The tokens of one sign-in: https://www.rfc-editor.org/rfc/rfc4752#section-3.1."""

    def __init__(self, session: Session, access: Access) -> None:
        """Take the ticket for the server.

        Raises:
            UsageError: Kerberos is not installed.
            SourceError: there is no ticket, or none for this server.
        """
        service = f"ldap@{session.address.host}"
        bindings = _channel_bindings(session)
        self._is_agreed = False
        """Whether both sides know each other; then the layer is settled."""
        if _gssapi:
            self._context: _Context = _GssapiContext(service, access, bindings)
        elif _winkerberos:
            self._context = _WindowsContext(service, bindings)
        else:
            raise UsageError(_INSTALL)

    def next_token(self, challenge: bytes | None) -> bytes:
        """What answers the server's last token.

        Raises:
            Damaged: the server's token is none.
            SourceError: Kerberos fails, or the server wants a layer that we do not have.
        """
        if not self._is_agreed:
            token, self._is_agreed = self._context.step(challenge)
            return token  # the last one may be empty, and is sent all the same
        if not challenge:
            raise Damaged("there is no token of Kerberos")
        offer = self._context.unwrap(challenge)
        if len(offer) != 4:  # noqa: PLR2004 - a set of layers, and the size of a buffer
            raise Damaged("a token of Kerberos is none")
        if not offer[0] & _NO_LAYER:
            raise SourceError("the server demands a signed connection: use ldaps:// or --start-tls")
        return self._context.wrap(bytes([_NO_LAYER, 0, 0, 0]))


class _GssapiContext:
    """A context of the package gssapi, on Linux and macOS."""

    def __init__(self, service: str, access: Access, bindings: Any) -> None:
        try:
            self._context = _gssapi.SecurityContext(
                name=_gssapi.Name(service, _gssapi.NameType.hostbased_service),
                creds=_credentials(access),
                mech=_gssapi.MechType.kerberos,
                channel_bindings=bindings,
                usage="initiate",
            )
        except _gssapi.exceptions.GSSError as error:
            raise ticket_error(str(error)) from error

    def step(self, challenge: bytes | None) -> tuple[bytes, bool]:
        """The next token, and whether it is the last one."""
        try:
            token = self._context.step(challenge) or b""
        except _gssapi.exceptions.GSSError as error:
            raise ticket_error(str(error)) from error
        return token, self._context.complete

    def unwrap(self, token: bytes) -> bytes:
        """What a token of the server holds."""
        try:
            return bytes(self._context.unwrap(token).message)
        except _gssapi.exceptions.GSSError as error:
            raise Damaged("a token of Kerberos is none") from error

    def wrap(self, content: bytes) -> bytes:
        """A token that holds something, signed and not encrypted."""
        return bytes(self._context.wrap(content, encrypt=False).message)


class _WindowsContext:
    """A context of the package winkerberos, which takes the ticket of the Windows session."""

    def __init__(self, service: str, bindings: Any) -> None:
        flags = (
            _winkerberos.GSS_C_MUTUAL_FLAG
            | _winkerberos.GSS_C_SEQUENCE_FLAG
            | _winkerberos.GSS_C_INTEG_FLAG
            | _winkerberos.GSS_C_CONF_FLAG
        )
        self._bindings = bindings
        _, self._context = _winkerberos.authGSSClientInit(service, gssflags=flags)

    def step(self, challenge: bytes | None) -> tuple[bytes, bool]:
        """The next token, and whether it is the last one."""
        try:
            status = _winkerberos.authGSSClientStep(
                self._context, _encoded(challenge or b""), channel_bindings=self._bindings
            )
        except _winkerberos.GSSError as error:
            raise ticket_error(str(error)) from error
        return self._token(), status == _winkerberos.AUTH_GSS_COMPLETE

    def unwrap(self, token: bytes) -> bytes:
        """What a token of the server holds."""
        try:
            _winkerberos.authGSSClientUnwrap(self._context, _encoded(token))
        except _winkerberos.GSSError as error:
            raise Damaged("a token of Kerberos is none") from error
        return self._token()

    def wrap(self, content: bytes) -> bytes:
        """A token that holds something, signed and not encrypted."""
        _winkerberos.authGSSClientWrap(self._context, _encoded(content))
        return self._token()

    def _token(self) -> bytes:
        return base64.b64decode(_winkerberos.authGSSClientResponse(self._context) or "")


def _encoded(token: bytes) -> str:
    return base64.b64encode(token).decode()


def _credentials(access: Access) -> Any:
    """Credentials of a user with a password, or those of the ticket cache."""
    if access.user is None:
        return _gssapi.Credentials(usage="initiate")
    name = _gssapi.Name(access.user, _gssapi.NameType.user)
    if access.password is None:
        return _gssapi.Credentials(name=name, usage="initiate")
    acquire = importlib.import_module("gssapi.raw").acquire_cred_with_password
    taken = acquire(name, access.secret().encode(), usage="initiate")
    return _gssapi.Credentials(base=taken.creds)


def _channel_bindings(session: Session) -> Any:
    """What ties the sign-in to the certificate, as a controller may demand; None without TLS.

    Raises:
        UsageError: the package that reads certificates is missing.
    """
    library: Any = _installed("ldap3.protocol.sasl.kerberos")
    try:
        return library.get_channel_bindings(session.socket) if library else None
    except ImportError as error:
        raise UsageError(_INSTALL) from error
    except AttributeError:
        return None  # the certificate is signed in a way that names no hash, such as Ed25519
