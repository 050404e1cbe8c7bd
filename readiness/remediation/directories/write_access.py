"""On which way a directory may be written to; known before anything is asked or loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.errors import UsageError

if TYPE_CHECKING:
    from readiness.sources.protocol.access import Access


def refuse_unsafe(access: Access) -> None:
    """Refuse to write where anybody could read or change it on the way, or where it cannot be.

    Raises:
        UsageError: says what to do instead.
    """
    if len(access.servers) != 1:
        raise UsageError("name one domain controller: what one has written, others do not show yet")
    if access.servers[0].is_catalogue:
        raise UsageError("a global catalogue is read-only: use the port 636, or leave it out")
    if access.is_cleartext:
        raise UsageError("nothing is written over an unencrypted connection: use ldaps://")
    if access.insecure:
        raise UsageError("nothing is written to a server that nobody has verified: give --ca-file")
    if access.auth == "anonymous":
        raise UsageError("who writes? Give --user, or --auth kerberos")
