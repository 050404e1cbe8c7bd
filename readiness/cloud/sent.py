"""What the sync engine sends of an entry, after its own trims, cuts and fallbacks.

The rules are those of Entra Connect Sync, as Microsoft exported them:
https://github.com/microsoft/AADConnectConfigDocumenter. Of Cloud Sync few flows are documented:
https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/concept-attributes
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.directory.distinguished_name import domain_of
from readiness.model.entry import USERS, Kind

if TYPE_CHECKING:
    from readiness.model.entry import Entry
    from readiness.model.plan import Plan

READS = ("userPrincipalName", "sAMAccountName", "mailNickname", "mail", "proxyAddresses")


@dataclass(frozen=True)
class Sent:
    """The names and addresses of an entry on their way to the cloud."""

    kind: Kind
    sign_in_name: str | None
    """The UPN, or the value of the attribute that the plan signs in with; never trimmed."""
    is_built: bool
    """Whether the name was made of the account name and the domain, since there is no UPN."""
    alias: str | None
    mail: str | None
    addresses: tuple[str, ...]
    """The proxy addresses, trimmed, without exact repetitions, in the order of the directory."""
    hides_addresses: bool = False
    """Whether the entry has proxy addresses that no rule sends."""


def sent_of(entry: Entry, plan: Plan) -> Sent:
    """What is sent of a user, group or contact."""
    alias = entry.first("mailNickname") or None
    addresses = tuple(dict.fromkeys(value.strip() for value in entry.all("proxyAddresses")))
    # rule #105 sends the addresses of an inetOrgPerson only beside an alias, and #107, which
    # takes the others, has no such flow
    hides = entry.kind is Kind.INETORGPERSON and alias is None
    name, is_built = _sign_in_name(entry, plan) if entry.kind in USERS else (None, False)
    return Sent(
        kind=entry.kind,
        sign_in_name=name,
        is_built=is_built,
        alias=alias,
        mail=(entry.first("mail") or "").strip() or None,
        addresses=() if hides else addresses,
        hides_addresses=hides and bool(addresses),
    )


def _sign_in_name(entry: Entry, plan: Plan) -> tuple[str | None, bool]:
    """The name that is sent, and whether it had to be built (rules #102 and #106)."""
    name = entry.first(plan.sign_in_attribute)
    account, domain = entry.first("sAMAccountName"), domain_of(entry.dn)
    if name or not (account and domain):
        return name or None, False
    return f"{account}@{domain}", True
