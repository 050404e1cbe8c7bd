"""What becomes of each UPN suffix, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from readiness.advice.suffixes import Suffix

_TENANT_SUFFIX = ".onmicrosoft.com"


class SuffixRow(NamedTuple):
    """One row of the table of suffixes."""

    suffix: str
    users: int
    ready: int
    state: str
    """What the tenant can do with it."""
    detail: str
    action: str
    """What to do; empty where there is nothing to do."""


def suffix_row(suffix: Suffix) -> SuffixRow:
    """The row of a suffix."""
    state, detail = _state(suffix)
    return SuffixRow(suffix.suffix, suffix.users, suffix.ready, state, detail, _action(suffix))


def _state(suffix: Suffix) -> tuple[str, str]:
    if not suffix.routable:
        return "Cannot be verified by anybody", f"it {suffix.why_not_routable}"
    # every tenant has its initial domain, whether somebody listed it or not
    if suffix.suffix.endswith(_TENANT_SUFFIX):
        return "Belongs to the tenant", ""
    if suffix.verified is None:
        return "Not known", "the verified domains were not given: --domain"
    if not suffix.verified:
        return "Not among the domains given", "the name would change to one at onmicrosoft.com"
    undeclared = "the forest does not list it" if suffix.declared is False else ""
    return ("Verified, federated" if suffix.federated else "Verified"), undeclared


def _action(suffix: Suffix) -> str:
    people = f"{suffix.users:,} {'person' if suffix.users == 1 else 'people'}"
    if not suffix.routable:
        if suffix.replacement is None:
            return f"Give {people} a name in a verified domain"
        return f"Rename {people} to @{suffix.replacement}"
    if suffix.verified is False:
        return f"Verify it in the tenant, or rename {people}"
    if suffix.verified is None and not suffix.suffix.endswith(_TENANT_SUFFIX):
        return f"Say whether the tenant has verified it: --domain {suffix.suffix}"
    return ""
