"""What the sync engine sends of an entry, after its own trims, cuts and fallbacks.

The rules are those of Entra Connect Sync, as Microsoft exported them:
https://github.com/microsoft/AADConnectConfigDocumenter. Of Cloud Sync few flows are documented, and
none of what it does to blanks: https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/concept-attributes
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.directory.identifiers.distinguished_name import domain_of
from readiness.model.entry import USERS, Kind

if TYPE_CHECKING:
    from readiness.model.entry import Entry
    from readiness.model.plan import Plan

READS = ("userPrincipalName", "sAMAccountName", "mailNickname", "mail", "proxyAddresses")


class Sent(NamedTuple):
    """The names and addresses of an entry on their way to the cloud."""

    kind: Kind
    sign_in_name: str | None
    """The UPN, or the value of the attribute that the plan signs in with; never trimmed."""
    built_name: str | None
    """The account name in the domain of the directory, where there is no UPN."""
    alias: str | None
    mail: str | None
    addresses: tuple[str, ...]
    """The proxy addresses, trimmed, without exact repetitions, in the order of the directory."""
    withheld: tuple[str, ...] = ()
    """Proxy addresses that no rule sends, since the entry has no alias."""
    is_trimmed: bool = False
    """Whether mail or a proxy address had blanks at its ends."""
    by_cloud_sync: bool = False
    """Whether Cloud Sync sends it, of which pages say less."""

    @property
    def name(self) -> str | None:
        """The sign-in name as it is sent."""
        return self.sign_in_name or self.built_name


def sent_of(entry: Entry, plan: Plan) -> Sent:
    """What is sent of a user, group or contact."""
    by_cloud_sync = plan.sync_tool == "cloud-sync"
    values = entry.all("proxyAddresses")
    trimmed = [value.strip() for value in values]
    addresses = tuple(dict.fromkeys(trimmed))
    withheld: tuple[str, ...] = ()
    alias = entry.first("mailNickname") or None
    if alias is None and entry.kind is Kind.INETORGPERSON and not by_cloud_sync:
        # rule #105 sends the addresses of an inetOrgPerson only beside an alias, and #107, which
        # takes the others, has no such flow
        addresses, withheld = (), addresses
    mail = entry.first("mail")
    trimmed_mail = mail.strip() if mail else None
    is_user = entry.kind in USERS
    name = (entry.first(plan.sign_in_attribute) or None) if is_user else None
    return Sent(
        entry.kind,
        name,
        _built_name(entry) if is_user and not name else None,
        alias,
        trimmed_mail or None,
        addresses,
        withheld,
        trimmed != values or trimmed_mail != mail,
        by_cloud_sync,
    )


def _built_name(entry: Entry) -> str | None:
    """The name that is sent where there is none (rules #102 and #106)."""
    account, domain = entry.first("sAMAccountName"), domain_of(entry.dn)
    return f"{account}@{domain}" if account and domain else None
