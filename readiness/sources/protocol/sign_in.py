"""Signs in to a directory: once, in one of four ways."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import ldap3

from readiness.errors import SourceError, UsageError
from readiness.sources.protocol import kerberos
from readiness.sources.protocol.connection import connected
from readiness.sources.protocol.errors import (
    SIGN_IN_CONTINUES,
    SUCCESS,
    ConnectionLost,
    Damaged,
    Unreachable,
    sign_in_error,
)
from readiness.sources.protocol.requests import sign_in_request

if TYPE_CHECKING:
    from readiness.sources.protocol.access import Access
    from readiness.sources.protocol.operations import LdapResult
    from readiness.sources.protocol.session import Session
    from readiness.sources.protocol.url import Address


def signed_in(address: Address, access: Access) -> Session:
    """A connection to one server over which the account has signed in.

    Raises:
        Unreachable: there is no connection, or no secure one.
        ServerBusy: the server asks to come back later.
        SourceError: the server does not let the account sign in.
        UsageError: something that the sign-in needs is missing, or a file cannot be read.
    """
    session = connected(address, access)
    try:
        sign_in(session, access)
    except BaseException:
        session.close()
        raise
    return session


def sign_in(session: Session, access: Access) -> None:
    """Sign in over a connection.

    Raises:
        Unreachable: the server says nothing, or hangs up.
        ServerBusy: the server asks to come back later.
        SourceError: the server does not let the account sign in.
        UsageError: something that the sign-in needs is missing.
    """
    try:
        if access.auth == "kerberos":
            result = _by_kerberos(session, access)
        elif access.auth == "ntlm":
            result = by_ntlm(session, access.user or "", access.secret())
        elif access.auth == "simple":
            result = by_password(session, access.user or "", access.secret())
        else:
            result = session.sign_in_step(
                lambda number: sign_in_request(number, ldap3.ANONYMOUS, "", None)
            )
    except ConnectionLost as error:
        if access.auth != "ntlm":
            raise Unreachable(str(error)) from error
        raise SourceError(
            f"{session.address}: the server ended the connection at the NTLM sign-in: use --auth"
            " simple over ldaps://, or --auth kerberos"
        ) from error
    if result.code != SUCCESS:
        reason = sign_in_error(result)
        raise type(reason)(f"{session.address}: {reason}")


def by_password(session: Session, user: str, password: str) -> LdapResult:
    """The result of a simple sign-in."""
    return session.sign_in_step(
        lambda number: sign_in_request(number, ldap3.SIMPLE, user, password)
    )


def by_ntlm(session: Session, user: str, password: str) -> LdapResult:
    """The result of a sign-in by NTLM, in the way that only Active Directory knows.

    https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/e7d814a5-4cb5-4b0d-b408-09d79988b550

    Raises:
        UsageError: a package is missing.
    """
    from ldap3.utils.ntlm import NtlmClient  # noqa: PLC0415 - only who needs it loads it

    # Access lets through only what has one backslash
    domain, name = user.split("\\")
    client = NtlmClient(domain=domain, user_name=name, password=password)
    result = session.sign_in_step(
        lambda number: sign_in_request(number, "SICILY_PACKAGE_DISCOVERY", client, None)
    )
    # what the server offers stands where other results have a DN, parted by semicolons
    if b"NTLM" not in result.matched.split(b";"):
        raise SourceError(
            f"{session.address}: the server does not offer NTLM: use --auth simple or kerberos"
        )
    result = session.sign_in_step(
        lambda number: sign_in_request(number, "SICILY_NEGOTIATE_NTLM", client, None)
    )
    if result.code != SUCCESS:
        return result
    challenge = result.matched
    try:
        # encoded before it is sent: what is raised here is about the challenge and nothing else
        request = sign_in_request(session.number + 1, "SICILY_RESPONSE_NTLM", client, challenge)
    except ValueError as error:
        if "hash type" not in str(error):
            raise Damaged("the challenge of NTLM is none") from error
        # hashlib has no MD4 under OpenSSL 3, and ldap3 takes it from pycryptodome if it can
        raise UsageError(
            "NTLM needs one more package: pip install entra-readiness[ntlm]"
        ) from error
    except Exception as error:  # ldap3 trusts the challenge, and fails in many ways
        raise Damaged("the challenge of NTLM is none") from error
    return session.sign_in_step(lambda _: request)


def _by_kerberos(session: Session, access: Access) -> LdapResult:
    """The result of a sign-in with a ticket: https://www.rfc-editor.org/rfc/rfc4752."""
    negotiation = kerberos.Negotiation(session, access)
    token = negotiation.next_token(None)
    while True:
        result = session.sign_in_step(
            lambda number, token=token: sign_in_request(  # type: ignore[misc]  # bound at once
                number, ldap3.SASL, None, token, ldap3.KERBEROS
            )
        )
        if result.code != SIGN_IN_CONTINUES:
            return result
        token = negotiation.next_token(result.credentials)


def made_up_password() -> str:
    """A password that nobody has, to learn how a server answers."""
    return secrets.token_urlsafe()
