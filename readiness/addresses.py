"""What a mail address and a proxy address are, and how two of them compare."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readiness.model import Entry

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)"
_DOMAIN = rf"{_LABEL}(?:\.{_LABEL})*"
ADDRESS = re.compile(rf"{_LOCAL}@{_DOMAIN}")
"""A mail address as Entra ID takes one: an RFC 5322 dot-atom and a domain in ASCII.

https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1
"""
DOMAIN = re.compile(_DOMAIN)
_FEW = 100
"""An entry with fewer addresses has not too many."""

PLAIN_ADDRESS = r"[A-Za-z0-9_'-]++(?:\.[A-Za-z0-9_'-]++){0,9}+@(?:[A-Za-z0-9]++(?:-[A-Za-z0-9]++)*+\.){1,5}+[A-Za-z]{2,24}+"
"""Mail addresses with nothing remarkable, for `plain`: all of them match ADDRESS."""


def split_proxy(value: str) -> tuple[str, str]:
    """The type of a proxy address and what follows its colon: `("SMTP", "ana@contoso.com")`.

    The type is empty where there is none; outer blanks are gone, since Entra Connect trims them:
    https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-sync-functions-reference#trim
    """
    kind, colon, rest = value.strip().partition(":")
    return (kind, rest) if colon else ("", kind)


def is_smtp(value: str) -> bool:
    """Whether a proxy address is of the type SMTP, primary or not."""
    return value.lstrip()[:5].lower() == "smtp:"


def fold_address(value: str) -> str | None:
    """A mail address or userPrincipalName for comparison; None for a blank one."""
    return value.strip().lower() or None


def fold_proxy(value: str) -> str | None:
    """A proxy address for comparison: without its type for SMTP, and None for SIP, which never mails."""
    if is_smtp(value):
        return fold_address(value.lstrip()[5:])
    return None if value.lstrip()[:4].lower() == "sip:" else fold_address(value)


def fold_target(value: str) -> str | None:
    """A targetAddress for comparison, its type included."""
    return value.strip().lower() or None


def addresses_agree(entry: Entry) -> bool:
    """Whether an entry has one primary address, which is its mail and its name, and none twice.

    For `Check.sound`; reads userPrincipalName, mail and proxyAddresses.
    """
    name, mail = entry.first("userPrincipalName"), entry.first("mail")
    values = entry.all("proxyAddresses")
    if not values:
        return name is None or name == mail
    primary = [value for value in values if value.startswith("SMTP:")]
    return (
        len(primary) == 1
        and mail == primary[0][5:]
        and name in (mail, None)
        and len({value.lower() for value in values}) == len(values) < _FEW
    )
