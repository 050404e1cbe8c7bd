"""The names and addresses with which an object arrives in the tenant, before any licence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.addresses import BLANKS, every_without_licence, sort_addresses
from readiness.cloud.naming import (
    alias_of,
    initial_address,
    replaces_sign_in_name,
    sign_in_name_of,
)
from readiness.cloud.sent import sent_of
from readiness.model.entry import USERS
from readiness.model.tenant_object import primary_of, smtp_of

if TYPE_CHECKING:
    from readiness.cloud.sent import Sent
    from readiness.cloud.tenant_domains import TenantDomains
    from readiness.model.entry import Entry, Values
    from readiness.model.plan import Plan

_NONE: frozenset[str] = frozenset()


class Doubt(NamedTuple):
    """Why nobody can say that an object meets nobody."""

    reason: str
    attribute: str
    """Whose value is to blame; empty where it is what is known of the tenant."""


class Names(NamedTuple):
    """The names and addresses of an object, and what of them cannot be told."""

    sign_in_name: str
    """Empty for what is no user, or where nobody can tell."""
    is_renamed: bool
    """Whether the cloud made the sign-in name, since the one that is sent is not possible."""
    primary: str
    """The primary SMTP address; empty where there is none."""
    smtp: frozenset[str]
    """All SMTP addresses in lower case."""
    sends_addresses: bool
    """Whether any address is sent, be it one that does not arrive."""
    doubts: tuple[Doubt, ...] = ()


def sent_names(sign_in_name: str, proxies: Values | None, mail: str) -> Names:
    """The names of an object that arrive as they are sent: see `unchanged`."""
    if proxies is None:
        smtp = frozenset((mail.lower(),)) if mail else _NONE
        return Names(sign_in_name, False, mail, smtp, bool(mail))  # noqa: FBT003 - by their order, which is told above
    typed: list[str] = proxies if isinstance(proxies, list) else [proxies]  # type: ignore[assignment,list-item]  # texts
    return Names(sign_in_name, False, primary_of(typed), smtp_of(typed), True)  # noqa: FBT003 - as above


def predicted_names(entry: Entry, plan: Plan, domains: TenantDomains) -> Names:
    """The names of any object."""
    sent = sent_of(entry, plan)
    doubts: list[Doubt] = []
    name, is_renamed = "", False
    if entry.kind in USERS:
        name, is_renamed = _sign_in_name(sent, plan, domains, doubts)
    addresses = every_without_licence(sent, sort_addresses(sent, domains))
    if addresses is None:
        reason = f"the addresses in the cloud are not known: {BLANKS}"
        doubts.append(Doubt(reason, "proxyAddresses" if entry.has("proxyAddresses") else "mail"))
        addresses = ()
    smtp = smtp_of(addresses)
    sends_addresses = bool(smtp or sent.addresses)
    return Names(name, is_renamed, primary_of(addresses), smtp, sends_addresses, tuple(doubts))


def _sign_in_name(
    sent: Sent, plan: Plan, domains: TenantDomains, doubts: list[Doubt]
) -> tuple[str, bool]:
    """The name in the cloud, and whether it is another one than is sent."""
    name = sent.name
    if name and domains.are_known and not replaces_sign_in_name(name, domains):
        return name, False
    alias = alias_of(sent, domains)
    predicted = sign_in_name_of(sent, initial_address(alias, domains), domains)
    if predicted.value is None:
        # to know the tenant's domains would tell it, unless the object has no name or alias to keep
        is_told = domains.are_known and (domains.initial is not None or alias.value is None)
        attribute = plan.sign_in_attribute if is_told or not name else ""
        reason = f"the sign-in name in the cloud is not known: {predicted.because}"
        doubts.append(Doubt(reason, attribute))
    return predicted.value or "", True
