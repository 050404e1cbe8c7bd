"""LDAP URLs: which servers to ask, and below which entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

PORTS = {"ldap": 389, "ldaps": 636}
# https://learn.microsoft.com/troubleshoot/windows-server/networking/service-overview-and-network-port-requirements
CATALOGUE_PORTS = frozenset({3268, 3269})
# the DN of a URL may have commas and blanks: only those in front of a scheme part two URLs
_BETWEEN = re.compile(r"[\s,]+(?=ldaps?://)", re.IGNORECASE)
_HOST = re.compile(
    r"ldaps?:/?([\w.-]+(?::\d+)?)|((?:[\w-]+\.)+[\w-]+(?::\d+)?|[\w-]{2,}:\d+)", re.ASCII
)
"""A name behind half a scheme, or one with dots or a port; a single letter before a colon would be
a drive."""
_FILE_ENDING = re.compile(r"\.(?:csv|gz|json|ldf|ldif|log|txt|zip)$", re.IGNORECASE)


class Address(NamedTuple):
    """One server, as a URL names it."""

    scheme: str
    host: str
    port: int
    base: str | None
    """The DN to search below, where the URL has one."""

    @property
    def is_tls(self) -> bool:
        """Whether the connection is encrypted from its first octet on."""
        return self.scheme == "ldaps"

    @property
    def is_catalogue(self) -> bool:
        """Whether this is a port of the global catalogue."""
        return self.port in CATALOGUE_PORTS

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


def addresses(urls: Iterable[str]) -> tuple[Address, ...]:
    """The servers that some URLs name; one text may hold several of them.

    Raises:
        UsageError: one is no LDAP URL, or has a part that is not supported; or they name different
            entries to search below.
    """
    found = tuple(_address(part) for url in urls for part in _BETWEEN.split(url.strip()))
    bases = {address.base.lower(): address.base for address in found if address.base}
    if len(bases) > 1:
        raise UsageError(
            "the servers of a list stand in for one another, so they share one base:"
            f" {' or '.join(bases.values())}? To scan both, write two URLs"
        )
    return found


def host_without_scheme(text: str) -> str | None:
    """The host, with its port, that a text names without the scheme of a URL, if it names one."""
    found = _HOST.fullmatch(text)
    return (found[1] or found[2]) if found and not _FILE_ENDING.search(text) else None


def _address(url: str) -> Address:
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"this is no LDAP URL: {error}") from error
    # before the errors that quote the URL: a password in it would stand in their message
    if "@" in parts.netloc:
        raise UsageError("an LDAP URL holds no user and no password: use --user, and see --help")
    if scheme not in PORTS or not host:
        raise UsageError(
            f"“{url}” is no LDAP URL: {_advice(scheme, host or host_without_scheme(url))}"
        )
    if port == 0:
        raise UsageError(f"“{url}”: there is no port 0: leave it out, or write {PORTS[scheme]}")
    if parts.query or parts.fragment:
        raise UsageError(f"“{url}”: only a DN may follow the server; see --filter for the rest")
    # https://www.rfc-editor.org/rfc/rfc4516#section-2.1 has the DN percent-encoded
    base = unquote(parts.path.removeprefix("/"))
    return Address(scheme, host, port or PORTS[scheme], base or None)


def _advice(scheme: str, host: str | None) -> str:
    """What to write in place of a URL that is none."""
    if scheme == "ldapi":
        return "a socket of this machine is not supported: write ldap://localhost --start-tls"
    return f"write ldaps://{host or 'dc1.contoso.com'}"
