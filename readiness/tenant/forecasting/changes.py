"""What is overwritten of a tenant's object that an object of the directory adopts.

https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.tenant_domains import RESERVED_SUFFIXES
from readiness.model.tenant_object import DETAILS, TenantKind

if TYPE_CHECKING:
    from readiness.model.plan import Plan
    from readiness.model.tenant_object import TenantObject
    from readiness.tenant.arriving.arrivals import Arriving
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
        name = "account_enabled"
        return self.before.get(name) is True and self.after.get(name) is False

    @property
    def renamed_mailbox(self) -> tuple[str, str] | None:
        """The primary address before and after, if it changes."""
        before, after = self.before["primary_smtp"], self.after["primary_smtp"]
        if before != after and before and after and str(before).lower() != str(after).lower():
            return str(before), str(after)
        return None


def changes(arriving: Arriving, partner: TenantObject, plan: Plan) -> Changes:
    """What changes of a partner that an object adopts."""
    candidate, theirs = arriving.candidate, partner.primary
    primary = candidate.primary
    # what an empty attribute does to a filled one, no page says: it is kept, and read-only then
    if not arriving.sends_addresses or (not primary and _is_reserved(theirs)):
        primary = theirs
    before: dict[str, str | bool | None] = {
        "user_principal_name": partner.user_principal_name or None,
        "primary_smtp": theirs or None,
        "display_name": partner.display_name or None,
    }
    after: dict[str, str | bool | None] = {
        "user_principal_name": candidate.user_principal_name or before["user_principal_name"],
        "primary_smtp": primary or None,
        "display_name": candidate.display_name or before["display_name"],
    }
    password = None
    if candidate.kind is TenantKind.USER:
        before["account_enabled"] = partner.is_enabled
        after["account_enabled"] = arriving.is_enabled
        if plan.identity_model:
            password = plan.identity_model == "password-hash-sync"
    if arriving.alias and partner.alias and arriving.alias != partner.alias:
        before["mail_nickname"], after["mail_nickname"] = partner.alias, arriving.alias
    location = arriving.usage_location
    if location and partner.usage_location and location != partner.usage_location:
        before["usage_location"], after["usage_location"] = partner.usage_location, location
    if partner.details and partner.details != arriving.details:
        each = zip(DETAILS, partner.details, arriving.details, strict=True)
        for (_, _, name), held, ours in each:
            if held and ours != held and ours.strip() not in {"", held}:
                before[name], after[name] = held, ours.strip()
    lost = _lost(arriving, partner) if arriving.sends_addresses else ()
    return Changes(before, after, lost, password)


def _lost(arriving: Arriving, partner: TenantObject) -> tuple[str, ...]:
    """The addresses that exist only in the cloud, without those that the cloud adds by itself."""
    candidate, held = arriving.candidate, partner.addresses or ()
    # nearly everybody has them letter by letter, so that none has to be folded
    if set(arriving.entry.values("proxyAddresses")).issuperset(held):
        return ()
    kept, name = candidate.smtp, candidate.user_principal_name.lower()
    return tuple(
        [
            address
            for address in held
            if (folded := address[5:].lower()) not in kept
            and folded != name
            and address[:5].lower() == "smtp:"
            and not folded.endswith(RESERVED_SUFFIXES)
        ]
    )


def _is_reserved(address: str) -> bool:
    return address.lower().endswith(RESERVED_SUFFIXES)
