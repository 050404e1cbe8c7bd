"""Which of the tenant's objects an object adopts, collides with, or may not touch.

The order of the questions, and what is refused since July 2026:
https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from readiness.cloud.outcome import ADOPTED, Outcome
from readiness.model.tenant_object import (
    Role,
    TenantKind,
    TenantObject,
    TenantSwitches,
    primary_of,
    smtp_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


NOBODY = "nothing in the tenant is like it"
"""Why an object is new."""
_ANOTHER_ANCHOR = (
    ", the same account with another anchor (OnPremiseSecurityIdentifier): set its"
    " mS-DS-ConsistencyGuid to the tenant's immutable ID"
)
_TAKEOVER_BLOCKED = ", and the tenant blocks takeover through hard match"


class Candidate(NamedTuple):
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
    is_renamed: bool = False
    """Whether the cloud made the sign-in name, since the one that is sent is not possible."""

    @property
    def primary(self) -> str:
        """The primary SMTP address in lower case; empty where there is none."""
        return primary_of(self.addresses).lower()

    @property
    def smtp(self) -> frozenset[str]:
        """All SMTP addresses in lower case."""
        return smtp_of(self.addresses)


Through = Literal["anchor", "name", "address", "display name", "security identifier", ""]
"""By what an object and the tenant's meet; empty where they do not."""


class Forecast(NamedTuple):
    """One outcome of one object; several may be true of it."""

    outcome: Outcome
    partner: TenantObject | None
    reason: str
    """Ends the sentence "*value* ...", the value being that through which they meet."""
    through: Through = ""
    value: str = ""
    """The object's own value through which they meet."""
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
    groups, a display name too), in the order of the export. `missing` says what is not known that
    would decide: then nobody is called new, and a match is probable.
    """
    living = [one for one in tenant if not one.is_deleted]
    met = _matched(candidate, tenant, living, switches, is_cloud_sync=is_cloud_sync)
    if met is None:
        return tuple(_unmatched(candidate, living, missing))
    if met.outcome in ADOPTED:
        met = _doubted(met, missing)
    if met.outcome is Outcome.SOFT_BLOCKED_SETTING:  # it is created, as one that nobody matches
        return (met, *_conflicts(candidate, living))
    if met.outcome not in ADOPTED:
        return (met,)
    others = [one for one in living if one is not met.partner]
    conflicts = list(_conflicts(candidate, others))
    if met.outcome is Outcome.SOFT_MATCH_SMTP and switches.soft_match_on_upn:
        conflicts = [_ambiguous(one, met) for one in conflicts]
    return (met, *conflicts)


def _doubted(met: Forecast, missing: Sequence[str]) -> Forecast:
    """A match with what is not known that may still refuse it."""
    partner, doubts = met.partner, list(missing)
    if partner and partner.role is Role.UNKNOWN:
        doubts.append("role unknown")
    if partner and met.outcome is Outcome.HARD_MATCH and partner.object_identifier is None:
        doubts.append("mapping unknown")
    if not doubts:
        return met
    return met._replace(reason=f"{met.reason} ({'; '.join(doubts)})", is_probable=True)


def _matched(
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
    primary, name = candidate.primary, candidate.user_principal_name.lower()
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
        return Forecast(outcome, partner, f"{known}{why}", "anchor", candidate.anchor)
    is_open = partner.role is Role.UNKNOWN or partner.object_identifier is None
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
    value = f"SMTP:{candidate.primary}" if through == "address" else candidate.user_principal_name
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
    is_open = partner.role is Role.UNKNOWN or partner.immutable_id is None
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
        yield Outcome.SOFT_BLOCKED_SETTING, ", and the tenant blocks soft match", False
    if held := _held(partner.role):
        yield Outcome.SOFT_BLOCKED_ROLE, f", who {held}", False
    if partner.is_guest:
        why = ", a guest; what happens then is not documented"
        yield Outcome.GUEST_TARGET, why, False


def _unmatched(
    candidate: Candidate, living: Sequence[TenantObject], missing: Sequence[str]
) -> Iterator[Forecast]:
    """What becomes of an object that adopts none: it is created, if nothing is in its way."""
    conflicts = list(_conflicts(candidate, living))
    if missing:
        yield Forecast(Outcome.UNKNOWN, None, f"cannot be told: {'; '.join(missing)}")
    elif not conflicts:
        yield Forecast(Outcome.NEW, None, NOBODY)
    yield from conflicts
    yield from _like_named(candidate, living)


def _conflicts(candidate: Candidate, living: Collection[TenantObject]) -> Iterator[Forecast]:
    """What an object wants and somebody else in the tenant holds; guests and groups hold, too."""
    if not living:  # as for nearly everybody: the addresses need not be told apart
        return
    name, smtp = candidate.user_principal_name.lower(), candidate.smtp
    for one in living:
        theirs = one.smtp
        shared = (smtp | {name} - {""}) & theirs
        if shared and one.kind is TenantKind.GROUP and candidate.kind is not TenantKind.GROUP:
            address = min(shared)
            reason = f"is held by the tenant's group “{one.name}”, and the export fails"
            through: Through = "address" if address in smtp else "name"
            yield Forecast(Outcome.HARD_ERROR, one, reason, through, address)
            continue
        if name and one.user_principal_name.lower() == name:
            reason = f"is taken by “{one.name}”: the object arrives with a placeholder"
            yield Forecast(
                Outcome.UPN_QUARANTINED, one, reason, "name", candidate.user_principal_name
            )
        if addresses := smtp & theirs:
            reason = f"is taken by “{one.name}”: the object arrives without it"
            yield Forecast(
                Outcome.PROXY_QUARANTINED, one, reason, "address", f"smtp:{min(addresses)}"
            )


def _ambiguous(conflict: Forecast, met: Forecast) -> Forecast:
    """A conflict about the name of an object whose address matches somebody else."""
    if conflict.outcome is not Outcome.UPN_QUARANTINED or not (conflict.partner and met.partner):
        return conflict
    reason = (
        f"is the sign-in name of “{conflict.partner.name}”, while the primary address is that of"
        f" “{met.partner.name}”, which is adopted: the name then conflicts"
    )
    return conflict._replace(outcome=Outcome.AMBIGUOUS, reason=reason)


def _like_named(candidate: Candidate, living: Collection[TenantObject]) -> Iterator[Forecast]:
    """A security group without an address matches nothing: it is created a second time."""
    name = candidate.display_name.strip().lower()
    if candidate.kind is not TenantKind.GROUP or candidate.smtp or not name:
        return
    for one in living:
        is_alike = one.kind is TenantKind.GROUP and one.display_name.strip().lower() == name
        if is_alike and not one.is_synced:
            reason = "is the name of a group of the tenant: afterwards there are two"
            name_here = candidate.display_name
            yield Forecast(Outcome.GROUP_DUPLICATE, one, reason, "display name", name_here)


_HELD = {
    Role.ASSIGNED: "holds a directory role",
    Role.ELIGIBLE: "is eligible for a directory role",
    Role.THROUGH_GROUP: "holds a directory role through a group",
}


def _held(role: Role) -> str:
    """How somebody holds a role, as the end of a sentence; empty for who holds none."""
    return "" if role is Role.NONE else _HELD.get(role, "")  # nearly everybody


def _is_guid(identifier: str | None, guid: str) -> bool:
    return (
        identifier is not None
        and bool(guid)
        and identifier.strip("{}").lower() == guid.strip("{}").lower()
    )
