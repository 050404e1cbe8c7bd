"""How a server is reached, and who asks: checked before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from readiness.errors import UsageError
from readiness.sources.protocol.url import Address, addresses

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Auth = Literal["simple", "ntlm", "kerberos", "anonymous"]


@dataclass(frozen=True)
class Access:
    """The servers of a directory, and the account that reads it."""

    urls: tuple[str, ...]
    """LDAP URLs of servers that hold the same: the next is asked where one is away or busy."""
    user: str | None = None
    auth: Auth = "simple"
    password: Callable[[], str] | None = field(default=None, repr=False)
    """Called when a password is needed, and not before; may ask a person, so it asks but once."""
    start_tls: bool = False
    ca_file: Path | None = None
    insecure: bool = False
    """Do not verify the certificate of the server."""
    allow_cleartext: bool = False
    timeout: int = 60
    """Seconds to wait for a connection, and for each answer."""

    def __post_init__(self) -> None:
        """Refuse what cannot work, or is not safe.

        Raises:
            UsageError: says which option, and what to do.
        """
        if self.timeout < 1:
            raise UsageError("--timeout is a number above 0")
        for server in self.servers:
            if self.start_tls and server.is_tls:
                raise UsageError(f"--start-tls is for ldap://, and {server} is encrypted anyway")
        if self.auth == "simple" and not self.user:
            raise UsageError("who is asking? Give --user, or --auth kerberos or anonymous")
        # Kerberos shows a ticket and sends no password, so it may go without encryption
        if self.auth in ("simple", "ntlm") and self.is_cleartext and not self.allow_cleartext:
            raise UsageError(
                "the password would cross the network readable to anybody: use ldaps:// or"
                " --start-tls, or --allow-cleartext if you must"
            )
        if self.auth == "ntlm" and (self.user or "").count("\\") != 1:
            raise UsageError("--auth ntlm wants the user as DOMAIN\\name")

    @cached_property
    def servers(self) -> tuple[Address, ...]:
        """The servers, in the order in which they are asked."""
        return addresses(self.urls)

    @property
    def is_cleartext(self) -> bool:
        """Whether some connection would not be encrypted."""
        # one such server in the list is enough: it may be the one that answers
        return not self.start_tls and not all(server.is_tls for server in self.servers)

    def secret(self) -> str:
        """The password.

        Raises:
            UsageError: there is none.
        """
        if self.password is None:
            raise UsageError("there is no password: see --password-file and READINESS_PASSWORD")
        password = self.password()
        # a name without a password is an unauthenticated bind, which may succeed as nobody:
        # https://www.rfc-editor.org/rfc/rfc4513#section-5.1.2
        if not password:
            raise UsageError("the password is empty, which a server takes for no sign-in at all")
        return password

    def warnings(self) -> list[str]:
        """What the reader of a report should know about the way in which it came about."""
        found = []
        if self.insecure:
            found.append(
                "the certificate of the server was not verified (--insecure): anybody on the way"
                " could have read the password and changed the answers"
            )
        if self.is_cleartext:
            found.append(
                "the connection was not encrypted: anybody on the way could have read and changed"
                " the answers; use ldaps:// or --start-tls"
            )
        return found
