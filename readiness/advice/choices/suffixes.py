"""The domains that people would sign in with, and what each lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.advice.section import ROWS, Section
from readiness.directory.addresses.dns_domain import (
    may_be_initial,
    nearest_among,
    unroutable,
    verified_domains,
)

if TYPE_CHECKING:
    from readiness.model.counts import Counts
    from readiness.model.plan import Plan

_OF_TENANT = ".onmicrosoft.com"


@dataclass(frozen=True)
class Suffix:
    """What comes after the @ of the userPrincipalName of some users in scope."""

    suffix: str
    users: int
    ready: int
    routable: bool
    why_not_routable: str | None
    """Finishes the sentence "*suffix* ..."."""
    verified: bool | None
    """Whether the tenant has verified it or a parent; None when no verified domain was given."""
    federated: bool | None
    """The same of its federation."""
    declared: bool | None
    """Whether the forest declares it; None when the source does not tell."""
    replacement: str | None
    """The public domain that would take its place, for one that is not routable."""
    replacement_users: int
    """The users with the suffix whose mail address has that domain."""


def advise(plan: Plan, counts: Counts) -> tuple[Suffix, ...]:
    """The suffixes, those of most users first."""
    domains: dict[str, dict[str, int]] = {}
    for (suffix, domain), users in counts.mail_domains.items():
        domains.setdefault(suffix, {})[domain] = users
    ranked = sorted(counts.suffixes, key=lambda name: (-counts.suffixes[name], name))
    return tuple(_suffix(name, plan, counts, domains.get(name, {})) for name in ranked)


def section(suffixes: tuple[Suffix, ...], plan: Plan) -> Section:
    """The suffixes as a table."""
    unknown = [] if plan.verified_domains else ["the tenant's verified domains were not given"]
    unknown += [] if plan.federated_domains else ["its federated domains were not given"]
    unknown += [] if plan.declared_suffixes else ["the source does not tell the forest's suffixes"]
    dash = f" A dash stands for what is not known: {', '.join(unknown)}." if unknown else ""
    return Section(
        "suffixes",
        "UPN suffixes",
        "What comes after the @ of a user principal name. Only a public domain that the tenant has"
        f" verified becomes part of the name in the cloud.{dash}",
        (
            "Suffix",
            "Users",
            "Ready",
            "Share",
            "Public domain",
            "Verified in the tenant",
            "Federated",
            "Declared in the forest",
            "Natural replacement",
        ),
        [
            (
                row.suffix,
                row.users,
                row.ready,
                {"part": row.ready, "of": row.users},
                True if row.routable else f"No: it {row.why_not_routable}",
                row.verified,
                row.federated,
                row.declared,
                row.replacement,
            )
            for row in suffixes[:ROWS]
        ],
        len(suffixes[ROWS:]),
    )


def _suffix(suffix: str, plan: Plan, counts: Counts, domains: dict[str, int]) -> Suffix:
    users = counts.suffixes[suffix]
    why = unroutable(suffix)
    replacement = _replacement(plan, domains) if why else None
    return Suffix(
        suffix,
        users,
        users - counts.suffixes_not_ready.get(suffix, 0),
        why is None,
        why,
        _is_verified(suffix, plan),
        _is_federated(suffix, plan),
        suffix in map(str.lower, plan.declared_suffixes) if plan.declared_suffixes else None,
        replacement,
        domains.get(replacement, 0) if replacement else 0,
    )


def _is_verified(suffix: str, plan: Plan) -> bool | None:
    if suffix in verified_domains(plan):
        return True
    return None if not plan.verified_domains or may_be_initial(suffix, plan) else False


def _is_federated(suffix: str, plan: Plan) -> bool | None:
    federated = frozenset(map(str.lower, plan.federated_domains))
    return nearest_among(federated, suffix) is not None if federated else None


def _replacement(plan: Plan, domains: dict[str, int]) -> str | None:
    """The public domain of most of the users' addresses, or else the first verified domain."""
    verified = verified_domains(plan)
    # a name of the tenant itself is what people get anyway: it replaces nothing
    public = [
        name for name in domains if unroutable(name) is None and not f".{name}".endswith(_OF_TENANT)
    ]
    ranked = sorted(public, key=lambda name: (-domains[name], name not in verified, name))
    return next(iter((*ranked, *plan.verified_domains)), None)
