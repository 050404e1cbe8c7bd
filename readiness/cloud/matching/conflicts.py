"""What an object wants and somebody else in the tenant holds, whomever it adopts.

https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-duplicate-attribute-resiliency
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.cloud.matching.meeting import Forecast
from readiness.cloud.matching.outcome import Outcome
from readiness.model.tenant_object import TenantKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from readiness.cloud.matching.meeting import Candidate, Through
    from readiness.model.tenant_object import TenantObject


def conflicts(candidate: Candidate, living: Collection[TenantObject]) -> Iterator[Forecast]:
    """What an object wants and somebody else in the tenant holds; guests and groups hold, too."""
    if not living:  # as for nearly everybody: the addresses need not be told apart
        return
    name, smtp = candidate.user_principal_name.lower(), candidate.smtp
    for holder in living:
        theirs = holder.smtp
        shared = (smtp | {name} - {""}) & theirs
        if shared and holder.kind is TenantKind.GROUP and candidate.kind is not TenantKind.GROUP:
            address = min(shared)
            reason = f"is held by the tenant's group “{holder.name}”, and the export fails"
            through: Through = "address" if address in smtp else "name"
            yield Forecast(Outcome.HARD_ERROR, holder, reason, through, address)
            continue
        if name and holder.user_principal_name.lower() == name:
            reason = f"is taken by “{holder.name}”: the object arrives with a placeholder"
            yield Forecast(
                Outcome.UPN_QUARANTINED, holder, reason, "name", candidate.user_principal_name
            )
        if addresses := smtp & theirs:
            reason = f"is taken by “{holder.name}”: the object arrives without it"
            yield Forecast(
                Outcome.PROXY_QUARANTINED, holder, reason, "address", f"smtp:{min(addresses)}"
            )


def ambiguous(conflict: Forecast, met: Forecast) -> Forecast:
    """A conflict about the name of an object whose address matches somebody else."""
    if conflict.outcome is not Outcome.UPN_QUARANTINED or not (conflict.partner and met.partner):
        return conflict
    reason = (
        f"is the sign-in name of “{conflict.partner.name}”, while the primary address is that of"
        f" “{met.partner.name}”, which is adopted: the name then conflicts"
    )
    return conflict._replace(outcome=Outcome.AMBIGUOUS, reason=reason)


def like_named(candidate: Candidate, living: Collection[TenantObject]) -> Iterator[Forecast]:
    """A security group without an address matches nothing: it is created a second time."""
    name = candidate.display_name.strip().lower()
    if candidate.kind is not TenantKind.GROUP or candidate.smtp or not name:
        return
    for group in living:
        is_alike = group.kind is TenantKind.GROUP and group.display_name.strip().lower() == name
        if is_alike and not group.is_synced:
            reason = "is the name of a group of the tenant: afterwards there are two"
            name_here = candidate.display_name
            yield Forecast(Outcome.GROUP_DUPLICATE, group, reason, "display name", name_here)
