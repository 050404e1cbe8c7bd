"""Which of the tenant's objects an object adopts, collides with, or may not touch.

The order of the questions, and what is refused since July 2026:
https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.outcome import Outcome
from readiness.model.tenant_object import Role, TenantKind, TenantObject, TenantSwitches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True)
class Candidate:
    """An object of the directory as it would arrive: names and addresses are predicted ones."""

    kind: TenantKind
    user_principal_name: str = ""
    addresses: tuple[str, ...] = ()
    """With their types, before any licence."""
    anchor: str = ""
    """The immutable ID, in base64."""
    guid: str = ""
    """The objectGUID as text."""
    sid: str = ""
    display_name: str = ""

    @property
    def primary(self) -> str:
        """The primary SMTP address in lower case; empty where there is none."""
        found = (one[5:].lower() for one in self.addresses if one.startswith("SMTP:"))
        return next(found, "")

    @property
    def smtp(self) -> frozenset[str]:
        """All SMTP addresses in lower case."""
        folded = (one.lower() for one in self.addresses)
        return frozenset(one[5:] for one in folded if one.startswith("smtp:"))


class Forecast(NamedTuple):
    """One outcome of one object; several may be true of it."""

    outcome: Outcome
    partner: TenantObject | None
    reason: str
    is_probable: bool = False
    """Whether pages disagree, or something was not exported that would decide."""


def forecast(
    candidate: Candidate,
    tenant: Sequence[TenantObject],
    switches: TenantSwitches,
    *,
    missing: Sequence[str] = (),
    is_cloud_sync: bool = False,
) -> tuple[Forecast, ...]:
    """What becomes of an object, the leading outcome first.

    `tenant` holds at least the objects that share an anchor, a name or an address with it (of
    groups, a display name too), in the order of the export. `missing` are the properties that
    decide and were not exported: without them nobody is called new.
    """
    found = tuple(_matched(candidate, tenant, switches, is_cloud_sync=is_cloud_sync))
    if found:
        return found
    conflicts = tuple(_conflicts(candidate, tenant))
    alike = tuple(_like_named(candidate, tenant))
    if missing:
        reason = f"the export of the tenant has no {', '.join(missing)}"
        return (Forecast(Outcome.UNKNOWN, None, reason), *conflicts, *alike)
    if not conflicts:
        return (Forecast(Outcome.NEW, None, "nothing in the tenant is like it"), *alike)
    return (*conflicts, *alike)


def _matched(
    candidate: Candidate,
    tenant: Sequence[TenantObject],
    switches: TenantSwitches,
    *,
    is_cloud_sync: bool,
) -> Iterator[Forecast]:
    """The object that is adopted, or would be if it were not refused."""
    if candidate.kind is TenantKind.USER and candidate.anchor:
        for partner in tenant:  # letter case counts: base64 must never be folded
            if partner.kind is TenantKind.USER and partner.immutable_id == candidate.anchor:
                yield _hard(candidate, partner, switches)
                return
    living = [one for one in tenant if not one.is_deleted]
    by_address = next((one for one in living if _has_primary(one, candidate.primary)), None)
    by_name = None
    if candidate.kind is TenantKind.USER and switches.soft_match_on_upn:
        by_name = next((one for one in living if _has_name(one, candidate)), None)
    adopted = by_address or by_name
    if adopted is None:
        return
    how = Outcome.SOFT_MATCH_SMTP if by_address else Outcome.SOFT_MATCH_UPN
    yield _soft(candidate, adopted, how, switches, is_cloud_sync=is_cloud_sync)
    if by_address and by_name and by_name is not by_address:
        yield Forecast(
            Outcome.AMBIGUOUS,
            by_name,
            f"its address matches “{by_address.user_principal_name or by_address.id}”, its sign-in"
            " name another user: the first is adopted, the name then conflicts with the second",
        )


def _hard(candidate: Candidate, partner: TenantObject, switches: TenantSwitches) -> Forecast:
    """What becomes of a user whose anchor the tenant knows: the first refusal counts."""
    held = _held(partner.role)
    is_own = _is_guid(partner.object_identifier, candidate.guid)
    is_mapped = bool(partner.object_identifier) and not (is_own or switches.bypass_mapping)
    deleted = "the anchor is that of a deleted user"
    refusals = (
        (
            partner.is_deleted and bool(held),
            Outcome.HARD_BLOCKED_ROLE,
            f"{deleted} who {held}: restore it, remove the role, synchronise again",
        ),
        (
            switches.block_takeover,
            Outcome.HARD_BLOCKED_SETTING,
            "the tenant blocks takeover through hard match",
        ),
        (
            partner.is_deleted,
            Outcome.DELETED_TARGET,
            f"{deleted}: restore it first, or delete it for good",
        ),
        (
            bool(partner.is_synced),
            Outcome.ALREADY_SYNCED,
            "the tenant's user is synchronised with this anchor already",
        ),
        (
            bool(held),
            Outcome.HARD_BLOCKED_ROLE,
            f"the anchor matches, but the tenant's user {held}",
        ),
        (
            is_mapped,
            Outcome.HARD_BLOCKED_MAPPED,
            "the anchor matches, but the tenant's user is mapped to another object",
        ),
    )
    for is_refused, outcome, reason in refusals:
        if is_refused:
            return Forecast(outcome, partner, reason)
    is_open = partner.role is Role.UNKNOWN or partner.object_identifier is None
    # whether a mapping to the very same object is refused, pages disagree
    # https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-features
    reason = "the tenant's user has the same anchor"
    return Forecast(Outcome.HARD_MATCH, partner, reason, is_probable=is_open or is_own)


def _soft(
    candidate: Candidate,
    partner: TenantObject,
    how: Outcome,
    switches: TenantSwitches,
    *,
    is_cloud_sync: bool,
) -> Forecast:
    """What becomes of an object whose primary address, or sign-in name, the tenant knows."""
    what = "primary address" if how is Outcome.SOFT_MATCH_SMTP else "sign-in name"
    if partner.immutable_id:
        is_same = bool(partner.sid) and partner.sid == candidate.sid
        who = (
            "the same account with another anchor (OnPremiseSecurityIdentifier): set"
            " mS-DS-ConsistencyGuid to the tenant's immutable ID"
            if is_same
            else "another account (ProxyAddresses)"
        )
        return Forecast(Outcome.ANCHOR_MISMATCH, partner, f"its {what} belongs to {who}")
    if partner.kind is not candidate.kind:
        reason = f"its {what} belongs to a {partner.kind} of the tenant"
        return Forecast(Outcome.TYPE_MISMATCH, partner, reason)
    if switches.block_soft_match:
        reason = f"its {what} matches, but the tenant blocks soft match"
        return Forecast(Outcome.SOFT_BLOCKED_SETTING, partner, reason)
    if held := _held(partner.role):
        reason = f"its {what} matches, but the tenant's user {held}"
        return Forecast(Outcome.SOFT_BLOCKED_ROLE, partner, reason)
    if partner.is_guest:
        reason = f"its {what} belongs to a guest; what happens then is not documented"
        return Forecast(Outcome.GUEST_TARGET, partner, reason)
    is_open = partner.role is Role.UNKNOWN or partner.immutable_id is None
    # in 2021 Cloud Sync was seen to match by address only, which no page says
    # https://github.com/MicrosoftDocs/azure-docs/issues/74931
    is_doubtful = is_cloud_sync and how is Outcome.SOFT_MATCH_UPN
    reason = f"the tenant's {partner.kind} has the same {what}"
    return Forecast(how, partner, reason, is_probable=is_open or is_doubtful)


def _conflicts(candidate: Candidate, tenant: Sequence[TenantObject]) -> Iterator[Forecast]:
    """What a new object wants and somebody in the tenant holds; guests and groups hold, too."""
    name = candidate.user_principal_name.lower()
    for one in tenant:
        if one.is_deleted:
            continue  # its names may be used again meanwhile
        shared = (candidate.smtp | {name} - {""}) & one.smtp
        if shared and one.kind is TenantKind.GROUP and candidate.kind is not TenantKind.GROUP:
            reason = f"a group of the tenant holds “{min(shared)}”"
            yield Forecast(Outcome.HARD_ERROR, one, reason)
            continue
        if name and one.user_principal_name.lower() == name:
            reason = f"“{one.user_principal_name}” is taken: it arrives with a placeholder"
            yield Forecast(Outcome.UPN_QUARANTINED, one, reason)
        if addresses := candidate.smtp & one.smtp:
            reason = f"“{min(addresses)}” is taken: it arrives without that address"
            yield Forecast(Outcome.PROXY_QUARANTINED, one, reason)


def _like_named(candidate: Candidate, tenant: Sequence[TenantObject]) -> Iterator[Forecast]:
    """A security group without an address matches nothing: it is created a second time."""
    name = candidate.display_name.strip().lower()
    if candidate.kind is not TenantKind.GROUP or candidate.smtp or not name:
        return
    for one in tenant:
        is_alike = one.kind is TenantKind.GROUP and one.display_name.strip().lower() == name
        if is_alike and not one.is_synced and not one.is_deleted:
            reason = "the tenant has a group of that name: afterwards there are two"
            yield Forecast(Outcome.GROUP_DUPLICATE, one, reason)


def _held(role: Role) -> str:
    """How somebody holds a role, as the end of a sentence; empty for who holds none."""
    return {
        Role.ASSIGNED: "holds a directory role",
        Role.ELIGIBLE: "is eligible for a directory role",
        Role.THROUGH_GROUP: "holds a directory role through a group",
    }.get(role, "")


def _has_primary(one: TenantObject, address: str) -> bool:
    return bool(address) and one.primary.lower() == address


def _has_name(one: TenantObject, candidate: Candidate) -> bool:
    name = candidate.user_principal_name.lower()
    is_user = one.kind is TenantKind.USER
    return is_user and bool(name) and one.user_principal_name.lower() == name


def _is_guid(identifier: str | None, guid: str) -> bool:
    return (
        identifier is not None
        and identifier != ""
        and (identifier.strip("{}").lower() == guid.strip("{}").lower())
    )
