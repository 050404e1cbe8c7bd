"""What is asked of a directory: the entries that some check looks at, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from readiness.model.entry import EVERY_KIND, USERS, Kind

if TYPE_CHECKING:
    from collections.abc import Collection

Scope = Literal["base", "one", "subtree"]

_USERS = "(&(objectCategory=person)(objectClass=user))"
_CONTACTS = "(&(objectCategory=person)(objectClass=contact))"
_PEOPLE = "(objectCategory=person)"
_GROUPS = "(objectCategory=group)"
# only these can be in scope, or are the account behind seamless single sign-on:
# https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sso-quick-start
_COMPUTERS = (
    "(&(objectCategory=computer)(|(userCertificate=*)"
    "(sAMAccountName=AZUREADSSOACC$)(sAMAccountName=AZUREADSSO$)))"
)
_OTHERS = (
    "(objectClass=domainDNS)(objectClass=msExchDynamicDistributionList)(objectClass=publicFolder)"
)


class Query(NamedTuple):
    """One search."""

    base: str
    filter: str
    attributes: tuple[str, ...]
    scope: Scope = "subtree"


def search_filter(kinds: Collection[Kind]) -> str:
    """A filter that finds the entries of these kinds that a check can have something to say about.

    objectCategory is indexed in every Active Directory, and tells persons from computers.
    """
    has_users, has_contacts = bool(USERS & set(kinds)), Kind.CONTACT in kinds
    parts = []
    if has_users or has_contacts:
        parts.append(_PEOPLE if has_users and has_contacts else _USERS if has_users else _CONTACTS)
    if Kind.GROUP in kinds:
        parts.append(_GROUPS)
    if Kind.COMPUTER in kinds:
        parts.append(_COMPUTERS)
    if Kind.OTHER in kinds:
        parts.append(_OTHERS)
    return f"(|{''.join(parts)})" if parts else _PEOPLE


EVERYTHING = search_filter(EVERY_KIND)


def asked(attributes: Collection[str]) -> tuple[str, ...]:
    """The attributes to ask for: those that are wanted, and the class, which tells the kind."""
    if "*" in attributes:
        return tuple(attributes)
    named = {name.lower(): name for name in (*attributes, "objectClass")}
    return tuple(sorted(named.values(), key=str.lower))
