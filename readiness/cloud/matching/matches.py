"""Which of the tenant's objects an object adopts, or would if it were not refused.

The order of the questions, and what is refused since July 2026:
https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.cloud.matching.meeting import Forecast
from readiness.cloud.matching.outcome import Outcome
from readiness.model.tenant_object import Role, TenantKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readiness.cloud.matching.meeting import Candidate, Through
    from readiness.model.tenant_object import HeldRole, TenantObject, TenantSwitches

_ANOTHER_ANCHOR = (
    ", the same account with another anchor (OnPremiseSecurityIdentifier): set its"
    " mS-DS-ConsistencyGuid to the tenant's immutable ID"
)
_MATCH_BLOCKED = (
    ", and the tenant blocks soft match: a second one is created, without the names and addresses"
    " of the first"
)
_TAKEOVER_BLOCKED = ", and the tenant blocks takeover through hard match"


def matched(
    candidate: Candidate,
    tenant: Sequence[TenantObject],
    living: Sequence[TenantObject],
    switches: TenantSwitches,
    *,
    is_cloud_sync: bool,
) -> Forecast | None:
    """The object that is adopted, or would be if it were not refused."""
    if candidate.kind is TenantKind.USER and candidate.anchor:
        # the living first; letter case counts, for base64 must never be folded
        for partner in (*living, *tenant):
            if partner.kind is TenantKind.USER and partner.immutable_id == candidate.anchor:
                return _hard(candidate, partner, switches)
    primary, name = candidate.primary.lower(), candidate.user_principal_name.lower()
    if primary:
        for partner in living:
            if partner.primary.lower() == primary:
                how = Outcome.SOFT_MATCH_SMTP
                return _soft(candidate, partner, how, switches, is_cloud_sync=is_cloud_sync)
    if candidate.kind is TenantKind.USER and switches.soft_match_on_upn and name:
        for partner in living:
            if partner.kind is TenantKind.USER and partner.user_principal_name.lower() == name:
                how = Outcome.SOFT_MATCH_UPN
                return _soft(candidate, partner, how, switches, is_cloud_sync=is_cloud_sync)
    return _same_account(candidate, living)


def _same_account(candidate: Candidate, living: Sequence[TenantObject]) -> Forecast | None:
    """A synchronised object with the security identifier of the object, which one alone can have.

    https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    """
    for partner in living if candidate.sid else ():
        if partner.sid != candidate.sid or partner.kind is not candidate.kind:
            continue
        known = f"is that of the tenant's {partner.kind} “{partner.name}”"
        met: tuple[Through, str] = ("security identifier", candidate.sid)
        if partner.kind is TenantKind.USER and partner.immutable_id:
            outcome, reason = Outcome.ANCHOR_MISMATCH, f"{known}{_ANOTHER_ANCHOR}"
            return Forecast(outcome, partner, reason, *met)
        if partner.kind is not TenantKind.USER and partner.is_synced:
            reason = f"{known}, which is synchronised already"
            return Forecast(Outcome.ALREADY_SYNCED, partner, reason, *met)
    return _same_group(candidate, living)


def _same_group(candidate: Candidate, living: Sequence[TenantObject]) -> Forecast | None:
    """A synchronised group of the same name, where no identifier tells whose it is."""
    name = candidate.display_name.strip().lower()
    if candidate.kind is not TenantKind.GROUP or candidate.smtp or not name:
        return None
    for partner in living:
        if (
            partner.kind is TenantKind.GROUP
            and partner.is_synced
            and not (partner.sid and candidate.sid)
            and partner.display_name.strip().lower() == name
        ):
            reason = "is the name of a group of the tenant that is synchronised already"
            met: tuple[Through, str] = ("display name", candidate.display_name)
            return Forecast(Outcome.ALREADY_SYNCED, partner, reason, *met, is_probable=True)
    return None


def _hard(candidate: Candidate, partner: TenantObject, switches: TenantSwitches) -> Forecast:
    """What becomes of a user whose anchor the tenant knows: the first refusal counts."""
    is_own = _is_guid(partner.object_identifier, candidate.guid)
    is_mapped = bool(partner.object_identifier) and not (is_own or switches.bypass_mapping)
    if partner.is_deleted:
        known = f"is the anchor of the deleted user “{partner.name}”"
        refusals = _refusals_of_deleted(partner, switches)
    else:
        known = f"is the anchor of the tenant's user “{partner.name}”"
        refusals = _refusals_of_hard_match(partner, switches, is_mapped=is_mapped)
    for outcome, why in refusals:
        is_doubtful = outcome is Outcome.HARD_BLOCKED_ROLE and not partner.role.is_privileged
        return Forecast(outcome, partner, f"{known}{why}", "anchor", candidate.anchor, is_doubtful)
    is_open = partner.role.how is Role.UNKNOWN or partner.object_identifier is None
    # whether a mapping to the very same object is refused, pages disagree
    # https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-features
    return Forecast(
        Outcome.HARD_MATCH,
        partner,
        f"{known}, which is adopted",
        "anchor",
        candidate.anchor,
        is_probable=is_open or is_own,
    )


def _refusals_of_deleted(
    partner: TenantObject, switches: TenantSwitches
) -> Iterator[tuple[Outcome, str]]:
    """Why a user in the recycle bin is not adopted: it never is."""
    if held := _held(partner.role):
        remedy = "restore it, remove the role, synchronise again"
        yield Outcome.HARD_BLOCKED_ROLE, f", who {held}: {remedy}"
    if switches.block_takeover:
        yield Outcome.HARD_BLOCKED_SETTING, _TAKEOVER_BLOCKED
    yield Outcome.DELETED_TARGET, ": restore it first, or delete it for good"


def _refusals_of_hard_match(
    partner: TenantObject, switches: TenantSwitches, *, is_mapped: bool
) -> Iterator[tuple[Outcome, str]]:
    """Why the user with the anchor of an object is not adopted by it, the first reason first."""
    if partner.is_synced is None:
        yield Outcome.UNKNOWN, "; whether it is synchronised already, the export does not tell"
    if partner.is_synced:
        yield Outcome.ALREADY_SYNCED, ", which is synchronised already"
    if switches.block_takeover:
        yield Outcome.HARD_BLOCKED_SETTING, _TAKEOVER_BLOCKED
    if held := _held(partner.role):
        yield Outcome.HARD_BLOCKED_ROLE, f", who {held}"
    if is_mapped:
        why = ", who is mapped to another object (onPremisesObjectIdentifier)"
        yield Outcome.HARD_BLOCKED_MAPPED, why


def _soft(
    candidate: Candidate,
    partner: TenantObject,
    how: Outcome,
    switches: TenantSwitches,
    *,
    is_cloud_sync: bool,
) -> Forecast:
    """What becomes of an object whose primary address, or sign-in name, the tenant knows."""
    through: Through = "address" if how is Outcome.SOFT_MATCH_SMTP else "name"
    value = (
        f"SMTP:{candidate.primary.lower()}"
        if through == "address"
        else candidate.user_principal_name
    )
    what = "the primary address" if through == "address" else "the sign-in name"
    known = f"is {what} of the tenant's {partner.kind._value_} “{partner.name}”"
    outcome, more, is_probable = _soft_outcome(candidate, partner, how, switches)
    # in 2021 Cloud Sync was seen to match by address only, which no page says
    # https://github.com/MicrosoftDocs/azure-docs/issues/74931
    is_doubtful = outcome is Outcome.SOFT_MATCH_UPN and is_cloud_sync
    return Forecast(outcome, partner, f"{known}{more}", through, value, is_probable or is_doubtful)


def _soft_outcome(
    candidate: Candidate, partner: TenantObject, how: Outcome, switches: TenantSwitches
) -> tuple[Outcome, str, bool]:
    """The outcome, what makes it so, and whether it is probable only: the first refusal counts."""
    for refusal in _refusals_of_soft_match(candidate, partner, switches):
        return refusal
    is_open = partner.role.how is Role.UNKNOWN or partner.immutable_id is None
    of_whom = ""
    if how is Outcome.SOFT_MATCH_UPN and candidate.is_renamed:
        of_whom = "; the cloud made that name, so it may be the account of somebody else"
    return how, f", which is adopted{of_whom}", is_open


def _refusals_of_soft_match(
    candidate: Candidate, partner: TenantObject, switches: TenantSwitches
) -> Iterator[tuple[Outcome, str, bool]]:
    """Why an object with the address or name of another does not adopt it."""
    is_same = bool(partner.sid) and partner.sid == candidate.sid
    other = f", which is tied to another {partner.kind._value_} (ProxyAddresses)"
    if not (partner.sid and candidate.sid):
        other = (
            f", which has another anchor; whether it is the same {partner.kind._value_}, no"
            " security identifier tells"
        )
    if partner.immutable_id:
        yield Outcome.ANCHOR_MISMATCH, _ANOTHER_ANCHOR if is_same else other, False
    if partner.kind is not candidate.kind:
        yield Outcome.TYPE_MISMATCH, f", and the object is a {candidate.kind}", False
    # no export shows the anchor of a group or contact: the SID tells whose it is, where it can
    if partner.is_synced and partner.kind is not TenantKind.USER:
        if is_same or not (partner.sid and candidate.sid):
            yield Outcome.ALREADY_SYNCED, ", which is synchronised already", not is_same
        yield Outcome.ANCHOR_MISMATCH, other, False
    if switches.block_soft_match:
        yield Outcome.SOFT_BLOCKED_SETTING, _MATCH_BLOCKED, False
    if held := _held(partner.role):
        yield Outcome.SOFT_BLOCKED_ROLE, f", who {held}", not partner.role.is_privileged
    if partner.is_guest:
        why = ", a guest; what happens then is not documented"
        yield Outcome.GUEST_TARGET, why, False


_HELD = {
    Role.ASSIGNED: "holds a directory role",
    Role.ELIGIBLE: "is eligible for a directory role",
    Role.THROUGH_GROUP: "holds a directory role through a group",
}


def _held(role: HeldRole) -> str:
    """How somebody holds a role, as the end of a sentence; empty for who holds none."""
    if role.how is Role.NONE:  # nearly everybody
        return ""
    held = _HELD.get(role.how, "")
    # one page says "administrative role", another "privileged": whether others block is probable
    return held if role.is_privileged or not held else f"{held}, though none that is privileged"


def _is_guid(identifier: str | None, guid: str) -> bool:
    return (
        identifier is not None
        and bool(guid)
        and identifier.strip("{}").lower() == guid.strip("{}").lower()
    )
