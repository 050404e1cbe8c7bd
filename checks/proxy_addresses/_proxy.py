"""What the checks of proxyAddresses share."""

from __future__ import annotations

import re

from readiness import ADDRESS, PLAIN_ADDRESS, RECIPIENTS, DomainCheck, is_smtp, split_proxy

PLAIN = (
    rf"(?:(?!(?s:.{{70}}))(?:SMTP|smtp|SIP|sip):{PLAIN_ADDRESS}"
    r"|[Xx]500:[^@]{0,251}+)"
)
"""Ordinary SMTP and SIP addresses, too short for a label of the domain to be too long, and X500."""
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


class SmtpDomainCheck(DomainCheck):
    """A check of the domains of SMTP addresses; one that is no domain name is not asked about."""

    kinds = RECIPIENTS
    reads = ("proxyAddresses",)
    plain = {"proxyAddresses": PLAIN}

    def domain(self, value: str) -> str:
        domain = super().domain(smtp_address(value) or "")
        return domain if ADDRESS.fullmatch(f"x@{domain}") else ""


def is_reserved(domain: str) -> bool:
    """Whether a domain in lower case is Microsoft's, where only the cloud gives out addresses.

    https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    """
    return f".{domain}".endswith((".onmicrosoft.com", ".microsoftonline.com"))


def covers(domains: frozenset[str], domain: str) -> bool:
    """Whether a domain or one of its parents is among `domains`.

    Entra ID takes sub-domains of a verified domain without further proof:
    https://learn.microsoft.com/entra/identity/users/domains-manage
    """
    labels = domain.split(".")
    return any(".".join(labels[start:]) in domains for start in range(len(labels)))
