"""What is overwritten of a tenant's object that an object of the directory adopts.

https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.attributes import account_enabled, usage_location
from readiness.cloud.tenant_domains import RESERVED_SUFFIXES
from readiness.model.entry import USERS
from readiness.model.tenant_object import DETAILS, primary_of

if TYPE_CHECKING:
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
        name = "account_enabled"
        return self.before.get(name) is True and self.after.get(name) is False

    @property
    def renamed_mailbox(self) -> tuple[str, str] | None:
        """The primary address before and after, if it changes."""
        before, after = self.before["primary_smtp"], self.after["primary_smtp"]
        if before != after and before and after and str(before).lower() != str(after).lower():
            return str(before), str(after)
        return None


def changes(entry: Entry, arriving: Arriving, partner: TenantObject, plan: Plan) -> Changes:
    """What changes of a partner that an entry adopts."""
    candidate, sent, theirs = arriving.candidate, arriving.sent, partner.primary
    # what an empty attribute does to a filled one, no page says: it is kept, and read-only then
    sends_addresses = bool(arriving.smtp or sent.addresses)
    primary = theirs
    if sends_addresses:
        primary = primary_of(candidate.addresses)
        if not primary and _is_reserved(theirs):
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
    if entry.kind in USERS:
        before["account_enabled"] = partner.is_enabled
        after["account_enabled"] = account_enabled(entry).value
        if plan.identity_model:
            password = plan.identity_model == "password-hash-sync"
    if sent.alias and partner.alias and sent.alias != partner.alias:
        before["mail_nickname"], after["mail_nickname"] = partner.alias, sent.alias
    location = usage_location(entry).value if partner.usage_location else None
    if location and location != partner.usage_location:
        before["usage_location"], after["usage_location"] = partner.usage_location, location
    details = zip(DETAILS, partner.details, strict=False)  # none where none has a value
    for (_, attribute, name), held in details:
        ours = entry.first(attribute) if held else None
        if ours and ours != held and ours.strip() not in {"", held}:
            before[name], after[name] = held, ours.strip()
    lost = _lost(arriving, partner) if sends_addresses else ()
    return Changes(before, after, lost, password)


def _lost(arriving: Arriving, partner: TenantObject) -> tuple[str, ...]:
    """The addresses that exist only in the cloud, without those that the cloud adds by itself."""
    kept, name = arriving.smtp, arriving.candidate.user_principal_name.lower()
    return tuple(
        [
            address
            for address in partner.addresses or ()
            # the first question answers for nearly all
            if (folded := address[5:].lower()) not in kept
            and folded != name
            and address[:5].lower() == "smtp:"
            and not folded.endswith(RESERVED_SUFFIXES)
        ]
    )


def _is_reserved(address: str) -> bool:
    return address.lower().endswith(RESERVED_SUFFIXES)
