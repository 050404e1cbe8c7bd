"""What the administrator tells us about the tenant and the way into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

IdentityModel = Literal["password-hash-sync", "pass-through", "federated"]
SyncTool = Literal["connect-sync", "cloud-sync"]
ExchangeLicences = Literal["unknown", "everyone", "nobody"]
MATCHES = ("once", "mail", "sid", "sam")
"""What the wizard knows of matching users, beside attributes of one's own."""


@dataclass(frozen=True)
class Plan:
    """The tenant's domains and the planned synchronisation; a check may skip what it misses."""

    verified_domains: tuple[str, ...] = ()
    federated_domains: tuple[str, ...] = ()
    initial_domain: str | None = None
    identity_model: IdentityModel | None = None
    sync_tool: SyncTool | None = None
    source_anchor: str = "ms-DS-ConsistencyGuid"
    sign_in_attribute: str = "userPrincipalName"
    match_users: str = "once"
    """How one person's accounts in several forests are told: `once` (nobody has several), `mail`,
    `sid` (of the account that a mailbox belongs to), `sam` (and the alias), or an attribute."""
    exchange_licences: ExchangeLicences = "unknown"
    """Who gets a licence for Exchange Online, which decides what becomes of addresses."""
    declared_suffixes: tuple[str, ...] = ()
    """The UPN suffixes that the forest declares, its domains included; only a live source knows."""
    has_tenant: bool = False
    """Whether an export of the tenant was given, to forecast what meets what there."""
    stale_days: int = 90
    """An account without a logon for so many days is stale."""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    """The time of the scan: checks have no clock of their own."""
