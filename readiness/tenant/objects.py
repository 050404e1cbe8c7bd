"""Makes the objects of a tenant out of the properties that an export holds of them."""

from __future__ import annotations

import re
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeVar

from readiness.model.tenant_object import DETAILS, NO_ROLE, TenantKind, TenantObject
from readiness.tenant.readers.resources import Resource
from readiness.tenant.readers.values import (
    NameOfType,
    addresses_of,
    licences_of,
    texts_of,
    truths_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

T = TypeVar("T")

_OF_DELETED = re.compile(r"\A[0-9a-f]{32}(?=[^@]+@)", re.IGNORECASE)
"""The id of a deleted user, which is put in front of the name while it is in the recycle bin."""
_GUESTS = frozenset({"guest", "guestmailuser"})
_KINDS = {
    Resource.USERS: TenantKind.USER,
    Resource.DELETED_USERS: TenantKind.USER,
    Resource.GROUPS: TenantKind.GROUP,
    Resource.CONTACTS: TenantKind.CONTACT,
}
_TEXTS = (
    "id",
    "userPrincipalName",
    "onPremisesSecurityIdentifier",
    "mail",
    "mailNickname",
    "displayName",
    "usageLocation",
    "onPremisesImmutableId",
    "onPremisesObjectIdentifier",
    "onPremisesLastSyncDateTime",
    "deletedDateTime",
    *(detail.graph_name for detail in DETAILS),
)
"""The properties that are texts."""
_WORDS = ("creationType", "userType", "recipientTypeDetails", "recipientType")


class Unread(Exception):
    """A property of an object that cannot be read; the text says which, and why."""

    def __init__(self, name: str, error: ValueError) -> None:
        """Take the property, and what is wrong with it."""
        super().__init__(f"{name}: {error}")
        self.name = name
        self.is_of_no_use = isinstance(error, NameOfType)
        """Whether the whole export is: the name of a type stands in place of values."""


def objects_of(
    resource: Resource, columns: Mapping[str, Sequence[Any]], size: int
) -> list[TenantObject]:
    """The objects with these properties, without those that take no part, such as room lists.

    Of properties that are not there nothing is known; those that are empty were asked for.

    Raises:
        Unread: a property cannot be read.
    """
    unasked = (None,) * size
    texts = {name: _read(texts_of, columns, name, [""] * size) for name in _TEXTS}
    if "id" in columns and not all(texts["id"]) and resource is not Resource.RECIPIENTS:
        named = zip(texts["userPrincipalName"], texts["id"], strict=True)
        if any(name and not identifier for name, identifier in named):
            raise Unread("id", ValueError("it is empty, and by it alone is known who holds a role"))
    typed = _read(addresses_of, columns, "proxyAddresses", unasked)
    licensed = _read(licences_of, columns, "assignedLicenses", unasked)
    enabled = _read(truths_of, columns, "accountEnabled", unasked)
    blocked = _read(truths_of, columns, "signInBlocked", unasked)
    synced = _read(truths_of, columns, "onPremisesSyncEnabled", unasked)
    if "onPremisesSyncEnabled" in columns:
        synced = list(map(bool, synced))
    elif "onPremisesLastSyncDateTime" in columns:
        # the module MSOnline has no other sign of it
        synced = list(map(bool, texts["onPremisesLastSyncDateTime"]))
    if "signInBlocked" in columns:
        both = zip(enabled, blocked, strict=True)
        enabled = [not no if yes is None and no is not None else yes for yes, no in both]
    of_deleted = resource is Resource.DELETED_USERS
    deleted = [of_deleted or bool(when) for when in texts["deletedDateTime"]]
    principals = texts["userPrincipalName"]
    if any(deleted):
        names = zip(principals, deleted, strict=True)
        principals = [_OF_DELETED.sub("", name) if gone else name for name, gone in names]
    words = [_words(columns.get(name, ()), size) for name in _WORDS]
    guests = map(_is_guest, synced, principals, *words[:3])
    fields = (
        map(str.lower, texts["id"]),
        _kinds(resource, *words[2:]),
        principals,
        texts["mail"],
        texts["mailNickname"],
        typed,
        texts["displayName"],
        texts["onPremisesImmutableId"] if "onPremisesImmutableId" in columns else unasked,
        synced,
        guests,
        enabled,
        deleted,
        licensed,
        texts["onPremisesObjectIdentifier"] if "onPremisesObjectIdentifier" in columns else unasked,
        texts["onPremisesSecurityIdentifier"],
        texts["usageLocation"],
        _details(texts),
        (NO_ROLE,) * size,
    )
    # from tuples, which takes a third of the time of as many calls with eighteen arguments
    found = map(TenantObject._make, zip(*fields, strict=True))
    return [held for held in found if held.kind]


def _read(
    reader: Callable[[Sequence[Any]], Sequence[T]],
    columns: Mapping[str, Sequence[Any]],
    name: str,
    unasked: Sequence[T],
) -> Sequence[T]:
    """The values of a property, if it was asked for.

    Raises:
        Unread: one of them cannot be read.
    """
    column = columns.get(name)
    if column is None:
        return unasked
    try:
        return reader(column)
    except ValueError as error:
        raise Unread(name, error) from error


def _details(texts: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The values of DETAILS of each object, nothing where all are empty."""
    side_by_side = zip(*[texts[detail.graph_name] for detail in DETAILS], strict=True)
    return (values if any(values) else () for values in side_by_side)


def _is_guest(
    is_synced: bool | None,  # noqa: FBT001 - of a column
    principal: str,
    creation: str,
    user_type: str,
    recipient: str,
) -> bool:
    """Whether somebody was invited; a rule may give a synchronised user the type Guest, too.

    https://learn.microsoft.com/entra/external-id/hybrid-on-premises-to-cloud
    """
    if "#" in principal and "#ext#" in principal.lower():
        return True
    if creation == "invitation":
        return True
    return not is_synced and (user_type in _GUESTS or recipient in _GUESTS)


def _kinds(
    resource: Resource, details: Sequence[str], recipients: Sequence[str]
) -> Iterable[TenantKind | None]:
    """The kind of each object; of a recipient of Exchange, its type tells.

    https://learn.microsoft.com/powershell/module/exchange/get-recipient
    """
    if resource is not Resource.RECIPIENTS:
        return repeat(_KINDS[resource], len(details))
    return map(_kind_of, details, recipients)


def _kind_of(details: str, recipient: str) -> TenantKind | None:
    details = details or recipient
    if "contact" in details:
        return TenantKind.CONTACT
    if "group" in details:
        return TenantKind.GROUP
    return TenantKind.USER if "mailbox" in details or "user" in details else None


def _words(column: Sequence[Any], size: int) -> Sequence[str]:
    """Values that are words in lower case; empty where there is nothing."""
    if not any(column):  # as nearly always of most of these
        return [""] * size
    return [str(held).strip().lower() if held else "" for held in column]
