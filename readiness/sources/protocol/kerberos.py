"""Kerberos on this side of the connection, whose errors ldap3 does not show."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

from readiness.errors import SourceError, UsageError
from readiness.sources.protocol.errors import ticket_error

if TYPE_CHECKING:
    from readiness.sources.live.options import LiveOptions


def _installed() -> Any:
    """The package gssapi, which does not exist for Windows; None without it."""
    try:
        importlib.import_module("gssapi.raw")
        return importlib.import_module("gssapi")
    except ImportError:
        return None


gssapi = _installed()
INSTALL = "Kerberos needs more packages: pip install entra-readiness[kerberos]"
FAILURES: tuple[type[Exception], ...] = (gssapi.exceptions.GSSError,) if gssapi else ()


def credentials(host: str, options: LiveOptions) -> object:
    """The credentials for a server, tried out; None for those of the session, on Windows.

    Raises:
        UsageError: Kerberos is not installed.
        SourceError: there is no ticket, or none for this server.
    """
    if gssapi is None:
        if sys.platform == "win32":
            return None
        raise UsageError(INSTALL)
    try:
        taken = _acquired(options)
        service = gssapi.Name(f"ldap@{host}", gssapi.NameType.hostbased_service)
        # a ticket for the service is fetched now: ldap3 would end the sign-in without a reason
        gssapi.SecurityContext(name=service, creds=taken, usage="initiate").step()
    except gssapi.exceptions.GSSError as error:
        raise explained(error) from error
    return taken


def explained(error: Exception) -> SourceError:
    """The words for an error of Kerberos."""
    return ticket_error(str(error))


def _acquired(options: LiveOptions) -> object:
    """Credentials of a user with a password, or those of the ticket cache."""
    if options.user is None:
        return gssapi.Credentials(usage="initiate")
    name = gssapi.Name(options.user, gssapi.NameType.user)
    if options.password is None:
        return gssapi.Credentials(name=name, usage="initiate")
    password = options.password().encode()
    taken = gssapi.raw.acquire_cred_with_password(name, password, usage="initiate")
    return gssapi.Credentials(base=taken.creds)
