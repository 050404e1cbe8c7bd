"""What the checks of proxyAddresses share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readiness import (
    DOMAIN,
    RECIPIENTS,
    UNTIDY_ADDRESSES,
    Check,
    DomainCheck,
    Severity,
    is_smtp,
    split_proxy,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness import Entry, Finding

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
    consults = ("homeMDB", "mail", "userPrincipalName")

    def domain(self, value: str) -> str:
        domain = super().domain(smtp_address(value) or "")
        return domain if DOMAIN.fullmatch(domain) else ""


class UnacceptedDomainCheck(SmtpDomainCheck):
    """A check of domains in which Exchange Online accepts no address.

    A mailbox that is still on the premises does not move with such an address:
    https://ingogegenwarth.wordpress.com/2018/05/14/exo-notaccepteddomainexception/
    """

    def is_grave(self, value: str) -> bool:
        """Whether the address matters for an object without a mailbox on the premises, too."""
        raise NotImplementedError

    def judge(self, entry: Entry, attribute: str, value: str) -> Iterator[Finding]:
        """Yield what is wrong with the domain of one value, and how grave that is."""
        for finding in super().judge(entry, attribute, value):
            if entry.has("homeMDB"):
                message = f"{finding.message}, and keeps the mailbox from moving"
                yield finding._replace(message=message)
            else:
                severity = None if self.is_grave(value) else Severity.WARNING
                yield finding._replace(severity=severity)
