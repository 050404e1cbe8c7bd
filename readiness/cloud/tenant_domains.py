"""Which domains the tenant lists, as far as the plan says, and which addresses it throws away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from readiness.directory.addresses.dns_domain import verified_domains
from readiness.directory.addresses.mail_address import ADDRESS

if TYPE_CHECKING:
    from readiness.model.plan import Plan

RESERVED_SUFFIXES = (".onmicrosoft.com", ".microsoftonline.com")
"""Addresses that end so are never taken from a directory.

https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
"""


@dataclass(frozen=True)
class TenantDomains:
    """The domains of the tenant, in lower case."""

    listed: frozenset[str]
    initial: str | None
    are_known: bool
    """Whether the plan says which domains are verified at all."""

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """Those of a plan."""
        initial = plan.initial_domain.lower() if plan.initial_domain else None
        return cls(verified_domains(plan), initial, bool(plan.verified_domains))

    def lists(self, domain: str) -> bool:
        """Whether the tenant lists the domain itself; a sub-domain counts only when it is listed.

        https://learn.microsoft.com/graph/api/domain-post-domains
        """
        return domain.lower() in self.listed

    @staticmethod
    def is_reserved(address: str) -> bool:
        """Whether an address is in a domain of Microsoft's own, or below it."""
        return address.lower().endswith(RESERVED_SUFFIXES)

    @classmethod
    def is_usable(cls, address: str) -> bool:
        """Whether the cloud takes a mail address, be its domain verified or not."""
        return bool(ADDRESS.fullmatch(address)) and not cls.is_reserved(address)
