"""Everything that is predicted of one object, in the order of the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from readiness.cloud import attributes
from readiness.cloud.addresses import Addresses, sort_addresses, with_licence, without_licence
from readiness.cloud.naming import alias_of, initial_address, sign_in_name_of
from readiness.cloud.sent import READS as SENT
from readiness.cloud.sent import sent_of
from readiness.cloud.tenant_domains import TenantDomains
from readiness.model.entry import USERS, Kind

if TYPE_CHECKING:
    from collections.abc import Collection

    from readiness.cloud.certainty import Predicted
    from readiness.model.entry import Entry
    from readiness.model.plan import Plan

READS = tuple(dict.fromkeys((*SENT, *attributes.READS)))
"""All that a prediction looks at, beside the attribute that people sign in with and the anchor."""


class CloudObject(NamedTuple):
    """An entry in the cloud after the first sync."""

    dn: str
    kind: Kind
    guid: str | None
    type: str
    """`user`, `security-group`, `mail-enabled-security-group`, `distribution-list`, `contact`."""
    user_principal_name: Predicted[str]
    mail_nickname: Predicted[str]
    initial_address: Predicted[str]
    """The address in the initial domain that the cloud makes of the alias."""
    addresses: Addresses
    """Those that it has without an Exchange licence, or with one if the plan says `everyone`."""
    licensed: Addresses
    """Those that it has with an Exchange licence."""
    display_name: Predicted[str]
    immutable_id: Predicted[str]
    connector_dn: Predicted[str]
    account_enabled: Predicted[bool]
    usage_location: Predicted[str]

    def values(self) -> dict[str, Predicted[Any]]:
        """The predicted values by the names that the preview gives them."""
        return {
            "user_principal_name": self.user_principal_name,
            "mail_nickname": self.mail_nickname,
            "primary_smtp": self.addresses.primary,
            "mail": self.addresses.mail,
            "proxy_addresses": self.addresses.every,
            "display_name": self.display_name,
            "immutable_id": self.immutable_id,
            "connector_dn": self.connector_dn,
            "account_enabled": self.account_enabled,
            "usage_location": self.usage_location,
        }


def predict(
    entry: Entry,
    plan: Plan,
    *,
    previous_alias: str | None = None,
    taken: Collection[str] = (),
    domains: TenantDomains | None = None,
) -> CloudObject:
    """What the cloud makes of a user, group or contact that is in scope.

    `domains` are those of the plan, for whoever predicts many objects; `previous_alias` is the
    alias that the cloud holds already, where this is not the first sync; `taken` holds names and
    addresses of other objects of the cloud, in lower case.
    """
    domains = domains or TenantDomains.of(plan)
    sent = sent_of(entry, plan)
    alias = alias_of(sent, domains, previous_alias, entry.first("cn"))
    initial = initial_address(alias, domains, taken)
    name = sign_in_name_of(sent, initial, domains, taken)
    sorted_addresses = sort_addresses(sent, domains)
    without = licensed = without_licence(sent, sorted_addresses)
    if entry.kind in USERS:
        licensed = with_licence(sent, sorted_addresses, name, initial, domains)
    anchor = attributes.immutable_id(entry, plan)
    return CloudObject(
        dn=entry.dn,
        kind=entry.kind,
        guid=entry.guid,
        type=attributes.type_of(entry),
        user_principal_name=name,
        mail_nickname=alias,
        initial_address=initial,
        addresses=licensed if plan.exchange_licences == "everyone" else without,
        licensed=licensed,
        display_name=attributes.display_name(entry, plan),
        immutable_id=anchor,
        connector_dn=attributes.connector_name(anchor),
        account_enabled=attributes.account_enabled(entry),
        usage_location=attributes.usage_location(entry),
    )


def cloud_sign_in_name(entry: Entry, plan: Plan, domains: TenantDomains) -> str | None:
    """The userPrincipalName of a user in the cloud; None where nobody can tell it."""
    sent = sent_of(entry, plan)
    initial = initial_address(alias_of(sent, domains), domains)
    return sign_in_name_of(sent, initial, domains).value
