"""An object that the tenant holds already, and the switches that decide what may adopt it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class TenantKind(StrEnum):
    """What a tenant's object is."""

    __hash__ = str.__hash__  # an enumeration's own takes ten times as long

    USER = "user"
    GROUP = "group"
    CONTACT = "contact"


class Role(StrEnum):
    """Whether an account holds a directory role: many matches are refused then."""

    __hash__ = str.__hash__  # an enumeration's own takes ten times as long

    NONE = "none"
    ASSIGNED = "assigned"
    ELIGIBLE = "eligible"
    """May be activated, through Privileged Identity Management."""
    THROUGH_GROUP = "through-group"
    """A member of a role-assignable group."""
    UNKNOWN = "unknown"
    """The export has no roles."""


class HeldRole(NamedTuple):
    """How an account holds directory roles, and whether one of them is privileged."""

    how: Role
    is_privileged: bool = True
    """False only where each role that it holds is known not to be."""


NO_ROLE, UNKNOWN_ROLE = HeldRole(Role.NONE), HeldRole(Role.UNKNOWN)


class Detail(NamedTuple):
    """An attribute that a directory overwrites, and that decides nothing about matching."""

    graph_name: str
    attribute: str
    """Of the directory."""
    shown_as: str
    """In the JSON report."""


DETAILS = (
    Detail("givenName", "givenName", "given_name"),
    Detail("surname", "sn", "surname"),
    Detail("jobTitle", "title", "job_title"),
    Detail("department", "department", "department"),
    Detail("companyName", "company", "company_name"),
    Detail("officeLocation", "physicalDeliveryOfficeName", "office_location"),
    Detail("city", "l", "city"),
)
"""What is told of an adopted object beside its names; phone numbers are nobody's business here.

https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-sync-attributes-synchronized
"""


class TenantObject(NamedTuple):
    """A user, group or contact of the tenant, as an export tells it.

    Names and addresses are as the export spells them; what is absent is empty, and `None` where
    the export cannot tell. A tuple, since there may be a million of them.
    """

    id: str
    kind: TenantKind
    user_principal_name: str = ""
    mail: str = ""
    alias: str = ""
    addresses: tuple[str, ...] | None = ()
    """With their types, `SMTP:ana@contoso.com`."""
    display_name: str = ""
    immutable_id: str | None = ""
    """The source anchor, in base64, letter case included."""
    is_synced: bool | None = False
    is_guest: bool = False
    is_enabled: bool | None = None
    is_deleted: bool = False
    """Whether it is in the recycle bin."""
    is_licensed: bool | None = None
    object_identifier: str | None = ""
    """The objectGUID that it is mapped to (onPremisesObjectIdentifier)."""
    sid: str = ""
    usage_location: str = ""
    details: tuple[str, ...] = ()
    """The values of DETAILS, empty texts among them; nothing where all are empty."""
    role: HeldRole = NO_ROLE
    """Told by another file than the rest."""

    @property
    def typed_addresses(self) -> tuple[str, ...]:
        """Its addresses; the mail address where the export has no others, as the portal's has."""
        return typed_addresses(self.addresses, self.mail)

    @property
    def primary(self) -> str:
        """Its primary SMTP address without the type; empty where there is none."""
        return self.mail if self.addresses is None else primary_of(self.addresses)

    @property
    def smtp(self) -> frozenset[str]:
        """Its SMTP addresses without types, in lower case."""
        return smtp_of(self.typed_addresses)

    @property
    def name(self) -> str:
        """By what people know it."""
        return self.user_principal_name or self.primary or self.display_name or self.id


def typed_addresses(addresses: tuple[str, ...] | None, mail: str) -> tuple[str, ...]:
    """The addresses of an object with their types, or its mail address where it has no others."""
    if addresses is None:
        return (f"SMTP:{mail}",) if mail else ()
    return addresses


def primary_of(typed: Iterable[str]) -> str:
    """The primary SMTP address among typed ones, without its type; empty where there is none."""
    for address in typed:  # not by `next`: a generator for each object takes longer than the rest
        if address[:5] == "SMTP:":
            return address[5:]
    return ""


def smtp_of(typed: Iterable[str]) -> frozenset[str]:
    """The SMTP addresses among typed ones, without their type, in lower case."""
    return frozenset([address[5:].lower() for address in typed if address[:5].lower() == "smtp:"])


@dataclass(frozen=True)
class TenantSwitches:
    """Features of the tenant's synchronisation, with their defaults.

    https://learn.microsoft.com/graph/api/resources/onpremisesdirectorysynchronizationfeature
    """

    block_soft_match: bool = False
    block_takeover: bool = False
    """blockCloudObjectTakeoverThroughHardMatchEnabled."""
    soft_match_on_upn: bool = True
    """On in tenants that began to synchronise on or after 30 March 2016."""
    bypass_mapping: bool = False
    """allowOnPremUpdateOfOnPremisesObjectIdentifierEnabled, since July 2026."""
