"""The errors of directory servers and of the way to them, each in one line with what to do."""

from __future__ import annotations

import re
import socket
import ssl
from typing import TYPE_CHECKING

from readiness.errors import SourceError

if TYPE_CHECKING:
    from readiness.sources.protocol.operations import LdapResult

SUCCESS, REFERRAL, SIGN_IN_CONTINUES, BUSY, UNAVAILABLE = 0, 10, 14, 51, 52
NO_SUCH_OBJECT, INVALID_DN, INVALID_CREDENTIALS, NO_ACCESS = 32, 34, 49, 50


class Unreachable(SourceError):
    """No connection to a server; another one may do."""


class ConnectionLost(SourceError):
    """A connection broke while it was in use, or the server fell silent."""


class ServerBusy(SourceError):
    """The server asks to come back later."""


class Damaged(SourceError):
    """What the server sent is not the answer to what was asked, or no LDAP at all.

    It is never taken for an answer with a part missing: what cannot be trusted in one place cannot
    be trusted in the others.
    """

    def __init__(self, what: str) -> None:
        super().__init__(f"the server sends damaged answers ({what})")


class SearchFailed(SourceError):
    """The server ended a search with something other than success."""

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text)
        self.code = code


# https://www.rfc-editor.org/rfc/rfc4511#appendix-A
_NAMES = {
    1: "operationsError",
    2: "protocolError",
    3: "timeLimitExceeded",
    4: "sizeLimitExceeded",
    7: "authMethodNotSupported",
    8: "strongerAuthRequired",
    REFERRAL: "referral",
    11: "adminLimitExceeded",
    12: "unavailableCriticalExtension",
    13: "confidentialityRequired",
    NO_SUCH_OBJECT: "noSuchObject",
    INVALID_DN: "invalidDNSyntax",
    48: "inappropriateAuthentication",
    INVALID_CREDENTIALS: "invalidCredentials",
    NO_ACCESS: "insufficientAccessRights",
    BUSY: "busy",
    UNAVAILABLE: "unavailable",
    53: "unwillingToPerform",
    80: "other",
}
_ADVICE = {
    1: "the server met an error; if you are not signed in, give --user",
    2: "the server does not understand the request: is it an LDAP version 3 server?",
    3: "the server's time limit ended the search: use --page-size 200, or narrow --base",
    4: "the server's size limit ended the search: let an account read that has a higher limit, or"
    " narrow --base",
    7: "the server does not offer this way to sign in: try another --auth",
    8: "the server demands an encrypted or signed connection: use ldaps:// or --start-tls",
    11: "a limit that the administrator set ended the search: use a smaller --page-size",
    12: "the server does not support paged results, or has lost its place in them: scan again, or"
    " export the directory to LDIF instead",
    13: "the server demands an encrypted connection: use ldaps:// or --start-tls",
    NO_SUCH_OBJECT: "there is no such entry: check --base, or leave it out",
    INVALID_DN: "this is no distinguished name: write --base as OU=Staff,DC=contoso,DC=com",
    48: "the server does not let this account sign in like that: try another --auth",
    NO_ACCESS: "the account may not read this: give it read access, or use another account",
    BUSY: "the server is busy: try again later, or name a second server",
    UNAVAILABLE: "the server is shutting down or starting: try again, or name a second server",
    53: "the server refuses: see its own words",
}
# https://learn.microsoft.com/troubleshoot/windows-server/active-directory/ldap-bind-errors and
# https://learn.microsoft.com/windows/win32/debug/system-error-codes--1300-1699-
_SIGN_IN = {
    "525": "the directory does not know this user: write it as ana@contoso.com or CONTOSO\\ana",
    "52e": "the user name or the password is wrong; a user is written as ana@contoso.com or"
    " CONTOSO\\ana",
    "52f": "restrictions keep the account from signing in like this: use another account",
    "530": "the account may not sign in at this time: change its logon hours, or try later",
    "531": "the account may not sign in from this computer: change its list of workstations",
    "532": "the password has expired: change it, then scan again",
    "533": "the account is disabled: enable it, or use another one",
    "701": "the account has expired: extend it, or use another one",
    "773": "the password must be changed at the next sign-in: change it, then scan again",
    "775": "the account is locked: unlock it, or wait; then check the password",
    "80090346": "the server demands channel binding, which this way to sign in does not send:"
    " use --auth simple over ldaps://, or --auth kerberos",
}
_WORDS_MAX = 300
"""The characters that are shown of what a server says; more would be no message."""
_SUB_CODE = re.compile(r"\bdata ([0-9a-fA-F]+)\b")
_WITHOUT_SIGN_IN = re.compile(r"successful bind must be completed|without authentication")
# https://www.openssl.org/docs/man3.0/man3/X509_STORE_CTX_get_error.html
_CERTIFICATE = {
    9: "is not valid yet: check the clocks of both computers",
    10: "has expired: renew it on the server",
    18: "is self-signed: name it with --ca-file, or give the server one from your CA",
    19: "comes from a CA that is not trusted here: name the CA's certificate with --ca-file",
    20: "comes from a CA that is not trusted here: name the CA's certificate with --ca-file",
    21: "comes from a CA that is not trusted here: name the CA's certificate with --ca-file",
    62: "is for another name: use the host name in the certificate (the full name of the domain"
    " controller)",
    64: "does not hold this IP address: use the full name of the domain controller",
}
_TLS_TOO_OLD = ("TLSV1_ALERT_PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL")
"""OpenSSL's reasons where the two have no version in common; ours are 1.2 and 1.3."""
# the first that fits is taken, so the special ones come first: a refused connection is a
# ConnectionError, too
_NETWORK: tuple[tuple[type[OSError], str], ...] = (
    (
        ssl.SSLEOFError,
        "the server ended the TLS handshake: it may have no certificate, or no TLS on this port",
    ),
    (socket.gaierror, "no such host: check the name and DNS"),
    (
        ConnectionRefusedError,
        "the connection was refused: is this the right port, and is the service running?",
    ),
    (
        TimeoutError,
        "no answer in time: check the host, the port and the firewall; see --timeout",
    ),
    (ConnectionError, "the server closed the connection: is this the right port?"),
)
_TICKET = {
    "skew": "the clocks of this computer and the domain controller differ by more than 5 minutes:"
    " set them",
    "expired": "the Kerberos ticket has expired: run kinit again",
    "server not found": "the domain has no service of this name: use the full name of the domain"
    " controller, not its IP address or an alias",
    "preauthentication failed": "the password is wrong",
    "password incorrect": "the password is wrong",
    "client not found": "the Kerberos realm does not know this user: write it as"
    " ana@CORP.CONTOSO.COM",
    "cannot contact": "no Kerberos server answers: check DNS and /etc/krb5.conf",
    "cannot find kdc": "no Kerberos server is known for the realm: check DNS and /etc/krb5.conf",
    "clients credentials have been revoked": "the account is disabled, locked or expired",
    "credentials have been revoked": "the account is disabled, locked or expired",
    "password has expired": "the password has expired: change it, then scan again",
    # the library begins every message with this one
    "no credentials": "there is no Kerberos ticket: run kinit, or give --user and a password",
    "no kerberos": "there is no Kerberos ticket: run kinit, or give --user and a password",
}


def search_error(result: LdapResult, base: str) -> SearchFailed:
    """What a search ended with, if not with success."""
    about = f"“{base}”: " if result.code in (NO_SUCH_OBJECT, INVALID_DN, NO_ACCESS) else ""
    # to follow it could show the account's password to whatever host an answer names
    if result.code == REFERRAL:
        servers = printable(", ".join(result.referrals[:3])) or "another server"
        advice = f"the server refers to {servers}, which is not followed: name that server instead"
    elif _WITHOUT_SIGN_IN.search(result.text):
        advice = "the server answers only those who sign in: give --user"
    else:
        advice = _ADVICE.get(result.code, "see the server's own words")
    return SearchFailed(f"{about}{advice} ({in_words(result)})", result.code)


def busy_error(result: LdapResult) -> ServerBusy:
    """The words of a server that asks to come back later."""
    return ServerBusy(f"{_ADVICE[result.code]} ({in_words(result)})")


def sign_in_error(result: LdapResult) -> SourceError:
    """Why a server refused to let somebody sign in."""
    if result.code in (BUSY, UNAVAILABLE):
        return busy_error(result)
    # the result code is 49 for all of them: why, Active Directory says only in the text
    sub_code = _SUB_CODE.search(result.text)
    advice = _SIGN_IN.get(sub_code[1].lower()) if sub_code else None
    if advice is None and result.code == INVALID_CREDENTIALS:
        advice = "the user name or the password is wrong"
    advice = advice or _ADVICE.get(result.code, "the server does not let the account sign in")
    return SourceError(f"{advice} ({in_words(result)})")


def in_words(result: LdapResult) -> str:
    """A result as the server put it, in one line."""
    name = _NAMES.get(result.code, f"result {result.code}")
    words = printable(result.text)
    return f"{name}: {words}" if words else name


def printable(text: str) -> str:
    """A text of a server in one line, without what could command a terminal, and not endless."""
    words = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())
    return words if len(words) <= _WORDS_MAX else f"{words[:_WORDS_MAX]}…"


def ticket_error(text: str) -> SourceError:
    """Why Kerberos did not work on this side."""
    folded = text.lower()
    advice = next((words for part, words in _TICKET.items() if part in folded), "Kerberos failed")
    return SourceError(f"{advice} ({' '.join(text.split())})")


def network_error(error: OSError, where: str) -> Unreachable:
    """Why there is no connection to a server."""
    return Unreachable(f"{where}: {_network_advice(error)}")


def _network_advice(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate_advice(error)
    for kind, advice in _NETWORK:
        if isinstance(error, kind):
            return advice
    if isinstance(error, ssl.SSLError):
        why = getattr(error, "reason", None) or error
        if why in _TLS_TOO_OLD:
            return f"the server offers no TLS of version 1.2 or newer ({why}): enable it there"
        return (
            f"TLS failed ({why}): is this the port for LDAPS (636), or does ldap:// with"
            " --start-tls fit better?"
        )
    return f"no connection ({error.strerror or error}): check the host, the port and the network"


def _certificate_advice(error: ssl.SSLCertVerificationError) -> str:
    code = getattr(error, "verify_code", 0)
    words = getattr(error, "verify_message", "") or str(error)
    advice = _CERTIFICATE.get(code, f"is not trusted ({words}): ask who runs the server")
    return f"its certificate {advice}" + (f" ({words})" if code in _CERTIFICATE else "")
