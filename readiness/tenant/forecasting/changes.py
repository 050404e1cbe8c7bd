"""What is overwritten of a tenant's object that an object of the directory adopts.

https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.attributes import account_enabled
from readiness.cloud.tenant_domains import RESERVED_SUFFIXES
from readiness.model.entry import USERS

if TYPE_CHECKING:
    from readiness.cloud.forecast import Candidate
    from readiness.model.entry import Entry
    from readiness.model.plan import Plan
    from readiness.model.tenant_object import TenantObject
    from readiness.tenant.forecasting.candidate import Arriving
    from readiness.tenant.forecasting.outcome_row import Shown


class Changes(NamedTuple):
    """A tenant's object before and after it is adopted."""

    before: Shown
    after: Shown
    lost_addresses: tuple[str, ...]
    password_replaced: bool | None

    @property
    def is_blocked(self) -> bool:
        """Whether somebody who can sign in cannot any more."""
        return dict(self.before).get("account_enabled") is True and (
            dict(self.after).get("account_enabled") is False
        )

    @property
    def renamed_mailbox(self) -> tuple[str, str] | None:
        """The primary address before and after, if it changes."""
        before, after = dict(self.before)["primary_smtp"], dict(self.after)["primary_smtp"]
        if before and after and str(before).lower() != str(after).lower():
            return str(before), str(after)
        return None


def changes(entry: Entry, arriving: Arriving, partner: TenantObject, plan: Plan) -> Changes:
    """What changes of a partner that an entry adopts."""
    candidate, sent = arriving.candidate, arriving.sent
    # what an empty attribute does to a filled one, no page says: it is kept, and read-only then
    sends_addresses = bool(candidate.smtp or sent.addresses)
    primary = next((a[5:] for a in candidate.addresses if a.startswith("SMTP:")), "")
    if sends_addresses and not primary:
        primary = partner.primary if _is_reserved(partner.primary) else primary
    before: dict[str, str | bool | None] = {
        "user_principal_name": partner.user_principal_name or None,
        "primary_smtp": partner.primary or None,
        "display_name": partner.display_name or None,
    }
    after: dict[str, str | bool | None] = {
        "user_principal_name": candidate.user_principal_name or before["user_principal_name"],
        "primary_smtp": primary or (None if sends_addresses else before["primary_smtp"]),
        "display_name": candidate.display_name or before["display_name"],
    }
    if entry.kind in USERS:
        before["account_enabled"] = partner.is_enabled
        after["account_enabled"] = account_enabled(entry).value
    if sent.alias and partner.alias and sent.alias != partner.alias:
        before["mail_nickname"], after["mail_nickname"] = partner.alias, sent.alias
    lost = tuple(_lost(candidate, partner)) if sends_addresses else ()
    password = None
    if plan.identity_model and entry.kind in USERS:
        password = plan.identity_model == "password-hash-sync"
    return Changes(tuple(before.items()), tuple(after.items()), lost, password)


def _lost(candidate: Candidate, partner: TenantObject) -> list[str]:
    """The addresses that exist only in the cloud, without those that the cloud adds by itself."""
    kept = candidate.smtp | {candidate.user_principal_name.lower()}
    return [
        address
        for address in partner.addresses or ()
        if address[:5].lower() == "smtp:"
        and address[5:].lower() not in kept
        and not _is_reserved(address)
    ]


def _is_reserved(address: str) -> bool:
    return address.lower().endswith(RESERVED_SUFFIXES)
