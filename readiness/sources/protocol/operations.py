"""The nouns of LDAP: a search, an entry, and how an operation ended."""

from __future__ import annotations

from typing import Literal, NamedTuple

Scope = Literal["base", "one", "subtree"]


class Search(NamedTuple):
    """Below which entry, for which entries, and which attributes of them."""

    base: str
    filter: str
    attributes: tuple[str, ...]
    scope: Scope = "subtree"


class LdapEntry(NamedTuple):
    """An entry as it was sent: its DN, and its attributes with their values."""

    dn: bytes
    attributes: list[tuple[bytes, list[bytes]]]


class LdapResult(NamedTuple):
    """How an operation ended."""

    code: int
    text: str = ""
    """What the server adds in its own words."""
    referrals: tuple[str, ...] = ()
    matched: bytes = b""
    """The DN of the nearest entry that exists; or, where NTLM signs in, the server's challenge."""
    credentials: bytes | None = None
    """The server's token, where Kerberos signs in."""
    cookie: bytes | None = None
    """Of paged results: empty after the last page; None if the server says nothing of pages."""
