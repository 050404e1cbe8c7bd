"""What becomes of an object beside those of a tenant: whom it adopts, and what it collides with.

https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.cloud.matching.conflicts import ambiguous, conflicts, like_named
from readiness.cloud.matching.matches import matched
from readiness.cloud.matching.meeting import Forecast
from readiness.cloud.matching.outcome import ADOPTED, Outcome
from readiness.model.tenant_object import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readiness.cloud.matching.meeting import Candidate
    from readiness.model.tenant_object import TenantObject, TenantSwitches

NOBODY = "nothing in the tenant is like it"
"""Why an object is new."""


def forecasts(
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
    living = [known for known in tenant if not known.is_deleted]
    met = matched(candidate, tenant, living, switches, is_cloud_sync=is_cloud_sync)
    if met is None:
        return tuple(_unmatched(candidate, living, missing))
    if met.outcome in ADOPTED:
        met = _doubted(met, missing)
    if met.outcome is Outcome.SOFT_BLOCKED_SETTING:
        # it is created, as one that nobody matches; but nobody is to rename either of the two for
        # the sake of a name that is free as soon as they may match
        return (met, *(it for it in conflicts(candidate, living) if not _is_settled(it, met)))
    # whom it adopts lives, and nearly always nobody else is like it
    if met.outcome not in ADOPTED or len(living) == 1:
        return (met,)
    others = [known for known in living if known is not met.partner]
    taken = conflicts(candidate, others)
    if met.outcome is Outcome.SOFT_MATCH_SMTP and switches.soft_match_on_upn:
        taken = [ambiguous(conflict, met) for conflict in taken]
    return (met, *taken)


def _is_settled(conflict: Forecast, blocked: Forecast) -> bool:
    """Whether a conflict ends where a match is not blocked any more."""
    return conflict.outcome is Outcome.UPN_QUARANTINED and conflict.partner is blocked.partner


def _doubted(met: Forecast, missing: Sequence[str]) -> Forecast:
    """A match with what is not known that may still refuse it."""
    partner, doubts = met.partner, list(missing)
    if partner and partner.role.how is Role.UNKNOWN:
        doubts.append("role unknown")
    if partner and met.outcome is Outcome.HARD_MATCH and partner.object_identifier is None:
        doubts.append("mapping unknown")
    if not doubts:
        return met
    return met._replace(reason=f"{met.reason} ({'; '.join(doubts)})", is_probable=True)


def _unmatched(
    candidate: Candidate, living: Sequence[TenantObject], missing: Sequence[str]
) -> Iterator[Forecast]:
    """What becomes of an object that adopts none: it is created, if nothing is in its way."""
    taken = conflicts(candidate, living)
    if missing:
        yield Forecast(Outcome.UNKNOWN, None, f"cannot be told: {'; '.join(missing)}")
    elif not taken:
        yield Forecast(Outcome.NEW, None, NOBODY)
    yield from taken
    yield from like_named(candidate, living)
