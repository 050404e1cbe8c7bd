"""What an object wants and somebody else in the tenant holds, whomever it adopts.

https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-duplicate-attribute-resiliency
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.cloud.matching.meeting import Forecast
from readiness.cloud.matching.outcome import Outcome
from readiness.model.tenant_object import TenantKind
from readiness.model.wording import verb

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from collections.abc import Set as AbstractSet

    from readiness.cloud.matching.meeting import Candidate, Through
    from readiness.model.tenant_object import TenantObject


_GRAVEST_FIRST = (Outcome.HARD_ERROR, Outcome.UPN_QUARANTINED, Outcome.PROXY_QUARANTINED)


def conflicts(candidate: Candidate, living: Collection[TenantObject]) -> list[Forecast]:
    """What an object wants and somebody else in the tenant holds; guests and groups hold, too.

    In an order that tells nothing of that of the export: the gravest comes first.
    """
    if not living:  # as for nearly everybody: the addresses need not be told apart
        return []
    return sorted(
        _conflicts(candidate, living),
        key=lambda told: (_GRAVEST_FIRST.index(told.outcome), told.value),
    )


def _conflicts(candidate: Candidate, living: Collection[TenantObject]) -> Iterator[Forecast]:
    name, smtp = candidate.user_principal_name.lower(), candidate.smtp
    for holder in living:
        theirs = holder.smtp
        shared = (smtp | {name} - {""}) & theirs
        if shared and holder.kind is TenantKind.GROUP and candidate.kind is not TenantKind.GROUP:
            reason = f"is held by the tenant's group “{holder.name}”, and the export fails"
            met: tuple[Through, str] = ("name", candidate.user_principal_name)
            if addresses := _own(candidate, shared):
                met = ("address", addresses[0])
            yield Forecast(Outcome.HARD_ERROR, holder, reason, *met)
            continue
        if name and holder.user_principal_name.lower() == name:
            reason = f"is taken by “{holder.name}”: the object arrives with a placeholder"
            yield Forecast(
                Outcome.UPN_QUARANTINED, holder, reason, "name", candidate.user_principal_name
            )
        if taken := _own(candidate, shared):
            more = len(taken) - 1
            further = f", as {verb(more, 'is', 'are')} {more:,} more of its addresses"
            reason = (
                f"is taken by “{holder.name}”{further if more else ''}: the object arrives without"
                f" {verb(len(taken), 'it', 'them')}"
            )
            yield Forecast(Outcome.PROXY_QUARANTINED, holder, reason, "address", taken[0])


def _own(candidate: Candidate, shared: AbstractSet[str]) -> list[str]:
    """Which of its SMTP addresses an object shares, with their types, the primary one first."""
    primary = candidate.primary.lower()
    secondary = sorted((candidate.smtp & shared) - {primary})
    first = [f"SMTP:{candidate.primary}"] if primary in shared else []
    return [*first, *(f"smtp:{address}" for address in secondary)]


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
