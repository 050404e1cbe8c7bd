"""What a server demands of those who sign in, found out with a user that does not exist."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from readiness.errors import ReadinessError
from readiness.sources.protocol.errors import BUSY, INVALID_CREDENTIALS
from readiness.sources.protocol.url import PORTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from readiness.sources.protocol.access import Access
    from readiness.sources.protocol.operations import LdapResult
    from readiness.sources.protocol.session import Session
    from readiness.sources.protocol.url import Address

_NOBODY = "CN=readiness-nobody"
"""A user that does not exist, to learn what a server demands: nothing counts against anybody."""
_BINDING_DEMANDED = "80090346"
"""https://learn.microsoft.com/troubleshoot/windows-server/active-directory/ldap-bind-errors"""
_BRIEF_TIMEOUT = 5
"""Seconds to wait for what is tried beside; a firewall may swallow it."""


def signing_demand(address: Address, access: Access) -> str:
    """Whether a password would be taken over a connection that is not encrypted."""
    from readiness.sources.protocol.sign_in import by_password, made_up_password  # noqa: PLC0415

    plain = address
    if plain.is_tls:
        plain = plain._replace(scheme="ldap", port=PORTS["ldap"])
    result = _answer_to_nobody(
        plain,
        # in clear text: the password is made up, and nobody has it
        replace(access, start_tls=False, allow_cleartext=True),
        lambda session: by_password(session, _NOBODY, made_up_password()),
    )
    if result is None or result.code >= BUSY:
        return "cannot be seen"
    if result.code in (8, 13):
        return "demanded, or else encryption"
    return "not demanded: a password may come unencrypted"


def binding_demand(address: Address, access: Access) -> str:
    """Whether a sign-in by NTLM would have to name the certificate of its connection."""
    from readiness.sources.protocol.sign_in import by_ntlm, made_up_password  # noqa: PLC0415

    result = _answer_to_nobody(
        address,
        access,
        lambda session: by_ntlm(session, "NOWHERE\\readiness-nobody", made_up_password()),
    )
    is_encrypted = address.is_tls or access.start_tls
    if result is None or result.code != INVALID_CREDENTIALS or not is_encrypted:
        return "cannot be seen"
    return "demanded" if _BINDING_DEMANDED in result.text else "not demanded"


def _answer_to_nobody(
    address: Address, access: Access, attempt: Callable[[Session], LdapResult]
) -> LdapResult | None:
    """How a server answers to a user that does not exist; None if it does not."""
    # what leads to ldap3 is loaded only by who asks a directory: it takes a while
    from readiness.sources.protocol.connection import connected  # noqa: PLC0415

    access = replace(access, timeout=min(access.timeout, _BRIEF_TIMEOUT))
    try:
        with connected(address, access) as session:
            return attempt(session)
    except ReadinessError:
        return None
