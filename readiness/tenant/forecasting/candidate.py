"""What of an object decides whom it meets in the tenant, as it will arrive there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.addresses import BLANKS, every_without_licence, sort_addresses
from readiness.cloud.attributes import display_name, immutable_id
from readiness.cloud.matching.meeting import Candidate
from readiness.cloud.naming import (
    alias_of,
    initial_address,
    replaces_sign_in_name,
    sign_in_name_of,
)
from readiness.cloud.prediction import READS
from readiness.cloud.sent import sent_of
from readiness.model.entry import USERS, Kind
from readiness.model.tenant_object import DETAILS, TenantKind
from readiness.model.values import sid_text

if TYPE_CHECKING:
    from readiness.cloud.sent import Sent
    from readiness.cloud.tenant_domains import TenantDomains
    from readiness.model.entry import Entry
    from readiness.model.plan import Plan

_KINDS = {Kind.GROUP: TenantKind.GROUP, Kind.CONTACT: TenantKind.CONTACT}


class Doubt(NamedTuple):
    """Why nobody can say that an object meets nobody."""

    reason: str
    attribute: str
    """Whose value is to blame; empty where it is what is known of the tenant."""


class Arriving(NamedTuple):
    """An object on its way, and what of it cannot be told."""

    candidate: Candidate
    smtp: frozenset[str]
    """Its SMTP addresses in lower case: found out once, and asked for several times."""
    sent: Sent
    doubts: tuple[Doubt, ...]
    """None where all is known."""


def tenant_kind(kind: Kind) -> TenantKind:
    """What an object of a kind becomes in the tenant."""
    return _KINDS.get(kind, TenantKind.USER)


def attributes_read(plan: Plan) -> tuple[str, ...]:
    """All that is looked at of an entry."""
    details = (detail.attribute for detail in DETAILS)
    return (*READS, *details, "objectSid", plan.sign_in_attribute, plan.source_anchor)


def arriving(entry: Entry, plan: Plan, domains: TenantDomains) -> Arriving:
    """An entry in scope as it arrives in the cloud, before any licence."""
    sent = sent_of(entry, plan)
    doubts: list[Doubt] = []
    name, anchor, is_renamed = "", "", False
    if entry.kind in USERS:
        name, is_renamed = _sign_in_name(sent, plan, domains, doubts)
        predicted = immutable_id(entry, plan)
        anchor = predicted.value or ""
        if not predicted.is_known:
            reason = f"the source anchor is not known: {predicted.because}"
            doubts.append(Doubt(reason, plan.source_anchor))
    addresses = every_without_licence(sent, sort_addresses(sent, domains))
    if addresses is None:
        reason = f"the addresses in the cloud are not known: {BLANKS}"
        doubts.append(Doubt(reason, "proxyAddresses" if entry.has("proxyAddresses") else "mail"))
    sids = entry.raw("objectSid")
    candidate = Candidate(
        tenant_kind(entry.kind),
        name,
        addresses or (),
        anchor,
        entry.guid or "",
        (sid_text(sids[0]) or "") if sids else "",
        display_name(entry, plan).value or "",
        is_renamed,
    )
    return Arriving(candidate, candidate.smtp, sent, tuple(doubts))


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
