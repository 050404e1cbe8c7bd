"""What a live directory is asked, by whom, and how."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from readiness.errors import UsageError
from readiness.sources.live.search_filter import EVERYTHING
from readiness.sources.protocol.url import Address, addresses

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Auth = Literal["simple", "ntlm", "kerberos", "anonymous"]
PAGE_SIZE_MAX = 50_000


@dataclass(frozen=True)
class LiveOptions:
    """How to search a live directory; checked as soon as it is made."""

    urls: tuple[str, ...]
    """LDAP URLs of servers that hold the same: the others are asked when the first is away."""
    user: str | None = None
    auth: Auth = "simple"
    password: Callable[[], str] | None = field(default=None, repr=False)
    """Called once for each connection, and only if a password is needed."""
    start_tls: bool = False
    ca_file: Path | None = None
    insecure: bool = False
    """Do not verify the certificate of the server."""
    allow_cleartext: bool = False
    base: str | None = None
    filter: str = EVERYTHING
    attributes: tuple[str, ...] = ("*",)
    page_size: int = 1000
    timeout: int = 60
    """Seconds to wait for the connection, and for each answer."""
    rate: float | None = None
    """So many entries a second at most."""
    forest: bool = False
    """Search every domain of the forest, not only that of the server."""

    def __post_init__(self) -> None:
        """Refuse what cannot work, or is not safe.

        Raises:
            UsageError: says which option, and what to do.
        """
        self._check_sign_in()
        if not 0 < self.page_size <= PAGE_SIZE_MAX:
            raise UsageError(f"--page-size is a number from 1 to {PAGE_SIZE_MAX:,}")
        if self.timeout < 1 or (self.rate is not None and self.rate <= 0):
            raise UsageError("--timeout and --rate are numbers above 0")
        if self.forest and self.root is not None:
            raise UsageError("--forest searches every domain: leave out --base")
        for server in self.servers:
            if self.start_tls and server.is_tls:
                raise UsageError(f"--start-tls is for ldap://, and {server} is encrypted anyway")

    @cached_property
    def servers(self) -> tuple[Address, ...]:
        """The servers, in the order in which they are asked."""
        return addresses(self.urls)

    @property
    def root(self) -> str | None:
        """The DN to search below, if one was given."""
        return self.base if self.base is not None else self.servers[0].base

    @property
    def location(self) -> str:
        """The source as reports name it."""
        base = f"/{self.root}" if self.root else ""
        return ",".join(map(str, self.servers)) + base

    def warnings(self) -> list[str]:
        """What the reader of a report should know about the way in which it came about."""
        found = []
        if self.insecure:
            found.append(
                "the certificate of the server was not verified (--insecure): anybody on the way"
                " could have read the password and changed the answers"
            )
        if self._is_cleartext():
            found.append(
                "the connection was not encrypted: anybody on the way could have read and changed"
                " the answers; use ldaps:// or --start-tls"
            )
        return found

    def _is_cleartext(self) -> bool:
        return not self.start_tls and not all(server.is_tls for server in self.servers)

    def _check_sign_in(self) -> None:
        if self.auth == "simple":
            if not self.user:
                raise UsageError("who is asking? Give --user, or --auth kerberos or anonymous")
            if self._is_cleartext() and not self.allow_cleartext:
                raise UsageError(
                    "the password would cross the network readable to anybody: use ldaps:// or"
                    " --start-tls, or --allow-cleartext if you must"
                )
        if self.auth == "ntlm" and (self.user or "").count("\\") != 1:
            raise UsageError("--auth ntlm wants the user as DOMAIN\\name")
        if self.auth in ("simple", "ntlm") and self.password is None:
            raise UsageError("there is no password: see --password-file and READINESS_PASSWORD")
