"""What a live directory is asked: for what some check looks at, and for nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

    from readiness.sources.protocol.access import Access

PAGE_SIZE_MAX = 50_000
_ALWAYS = ("objectClass", "objectGUID", "objectSid", "sAMAccountName", "userAccountControl")
"""What Active Directory gives every account: where it does not come, something is hidden."""
# objectCategory is indexed in every Active Directory, and tells persons from computers:
# https://learn.microsoft.com/windows/win32/adsi/object-class-and-object-category
_PEOPLE_AND_GROUPS = "(objectCategory=person)(objectCategory=group)"
# only these can be in scope, or are the account behind seamless single sign-on:
# https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sso-quick-start
_COMPUTERS = (
    "(&(objectCategory=computer)(|(userCertificate=*)"
    "(sAMAccountName=AZUREADSSOACC$)(sAMAccountName=AZUREADSSO$)))"
)
# the head of the domain holds the policy of its passwords
_OTHERS = (
    "(objectClass=domainDNS)(objectClass=msExchDynamicDistributionList)(objectClass=publicFolder)"
)
EVERYTHING = f"(|{_PEOPLE_AND_GROUPS}{_COMPUTERS}{_OTHERS})"
"""The entries that a check can have something to say about."""
WITHOUT_ACCOUNT = f"(|(&(objectCategory=person)(objectClass=contact)){_OTHERS})"
"""Those of them that are no accounts and no groups, such as contacts."""


@dataclass(frozen=True)
class LiveOptions:
    """How to search a live directory; checked as soon as it is made."""

    access: Access
    base: str | None = None
    filter: str = EVERYTHING
    page_size: int = 1000
    """Entries."""
    rate: float | None = None
    """So many entries a second at most."""
    forest: bool = False
    """Search every domain of the forest, not only that of the server."""

    def __post_init__(self) -> None:
        """Refuse what cannot work.

        Raises:
            UsageError: says which option, and what to do.
        """
        if not 0 < self.page_size <= PAGE_SIZE_MAX:
            raise UsageError(f"--page-size is a number from 1 to {PAGE_SIZE_MAX:,}")
        if self.rate is not None and self.rate <= 0:
            raise UsageError("--rate is a number above 0")
        if self.forest and self.root is not None:
            raise UsageError("--forest searches every domain: leave out --base")

    @property
    def root(self) -> str | None:
        """The DN to search below, if one was given."""
        if self.base is not None:
            return self.base
        return next((server.base for server in self.access.servers if server.base), None)

    @property
    def location(self) -> str:
        """The source as reports name it."""
        base = f"/{self.root}" if self.root else ""
        return ",".join(map(str, self.access.servers)) + base


def asked_attributes(attributes: Collection[str]) -> tuple[str, ...]:
    """The attributes to ask for: those that checks read, and those that tell entries apart."""
    named = {name.lower(): name for name in (*attributes, *_ALWAYS)}
    return tuple(sorted(named.values(), key=str.lower))
