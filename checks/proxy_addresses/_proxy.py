"""What the checks of proxyAddresses share."""

from __future__ import annotations

import re

from readiness import (
    DOMAIN,
    RECIPIENTS,
    UNTIDY_ADDRESSES,
    Check,
    DomainCheck,
    is_smtp,
    split_proxy,
)

# https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
MAX = 256
INVALID = re.compile(r"[^!-~]|[<>();,\[\]\"]")
"""White space, control characters, whatever is not ASCII, and the characters that are listed."""


def smtp_address(value: str) -> str | None:
    """What follows the type of an SMTP proxy address; None for other types."""
    return split_proxy(value)[1] if is_smtp(value) else None


def is_primary(value: str) -> bool:
    """Whether a proxy address is a primary SMTP address: its type is in capitals."""
    return value.lstrip().startswith("SMTP:")


class AddressesCheck(Check):
    """A check of what the addresses of an object have to do with each other."""

    kinds = RECIPIENTS
    reads: tuple[str, ...] = ("proxyAddresses",)
    when = UNTIDY_ADDRESSES


class SmtpDomainCheck(DomainCheck):
    """A check of the domains of SMTP addresses; one that is no domain name is not asked about."""

    kinds = RECIPIENTS
    reads = ("proxyAddresses",)
    consults = ("mail", "userPrincipalName")

    def domain(self, value: str) -> str:
        domain = super().domain(smtp_address(value) or "")
        return domain if DOMAIN.fullmatch(domain) else ""
