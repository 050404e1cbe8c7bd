"""Makes the objects of a tenant out of the properties that an export holds of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readiness.model.tenant_object import DETAILS, TenantKind, TenantObject
from readiness.tenant.readers.properties import (
    NameOfType,
    addresses,
    are_plain,
    is_licensed,
    text,
    truth,
)
from readiness.tenant.readers.resources import Resource

if TYPE_CHECKING:
    from readiness.tenant.readers.properties import Properties

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
"""The properties that are texts, in the order in which they are read."""


class Unread(Exception):
    """A property of an object that cannot be read; the text says which, and why."""

    def __init__(self, name: str, error: ValueError) -> None:
        """Take the property, and what is wrong with it."""
        super().__init__(f"{name}: {error}")
        self.name = name
        self.is_of_no_use = isinstance(error, NameOfType)
        """Whether the whole export is: the name of a type stands in place of values."""


def object_of(resource: Resource, given: Properties) -> TenantObject | None:
    """The object with these properties; None for one that takes no part, such as a room list.

    Of properties that are not there nothing is known; those that are empty were asked for.

    Raises:
        Unread: a property cannot be read.
    """
    kind = _KINDS.get(resource) or _kind_of_recipient(given)
    if kind is None:
        return None
    name = ""
    held = ["" if (value := given.get(attribute)) is None else value for attribute in _TEXTS]
    try:
        if not are_plain(held):
            held = [text(given.get(name := attribute)) for attribute in _TEXTS]
        object_id, principal, sid, mail, alias, display_name, location, *rest = held
        anchor, mapping, last_sync, deleted, *details = rest
        typed = addresses(given.get(name := "proxyAddresses"))
        licensed = is_licensed(given.get(name := "assignedLicenses"))
        is_enabled = truth(given.get(name := "accountEnabled"))
        is_blocked = truth(given.get(name := "signInBlocked"))
        is_synced = truth(given.get(name := "onPremisesSyncEnabled"))
    except ValueError as error:
        raise Unread(name, error) from error
    is_deleted = resource is Resource.DELETED_USERS or bool(deleted)
    if "onPremisesSyncEnabled" not in given:
        # the module MSOnline has no other sign of it
        is_synced = bool(last_sync) if "onPremisesLastSyncDateTime" in given else None
    else:
        is_synced = bool(is_synced)
    if is_enabled is None and is_blocked is not None:
        is_enabled = not is_blocked
    return TenantObject(
        object_id.lower(),
        kind,
        _OF_DELETED.sub("", principal) if is_deleted else principal,
        mail,
        alias,
        typed if "proxyAddresses" in given else None,
        display_name,
        anchor if "onPremisesImmutableId" in given else None,
        is_synced,
        _is_guest(given, principal, is_synced=bool(is_synced)),
        is_enabled,
        is_deleted,
        licensed,
        mapping if "onPremisesObjectIdentifier" in given else None,
        sid,
        location,
        tuple(details) if any(details) else (),
    )


def _is_guest(given: Properties, principal: str, *, is_synced: bool) -> bool:
    """Whether somebody was invited; a rule may give a synchronised user the type Guest, too.

    https://learn.microsoft.com/entra/external-id/hybrid-on-premises-to-cloud
    """
    if "#" in principal and "#ext#" in principal.lower():
        return True
    if _word(given, "creationType") == "invitation":
        return True
    kinds = {_word(given, "userType"), _word(given, "recipientTypeDetails")}
    return not is_synced and not kinds.isdisjoint(_GUESTS)


def _kind_of_recipient(given: Properties) -> TenantKind | None:
    """The kind of a recipient of Exchange.

    https://learn.microsoft.com/powershell/module/exchange/get-recipient
    """
    details = _word(given, "recipientTypeDetails") or _word(given, "recipientType")
    if "contact" in details:
        return TenantKind.CONTACT
    if "group" in details:
        return TenantKind.GROUP
    return TenantKind.USER if "mailbox" in details or "user" in details else None


def _word(given: Properties, name: str) -> str:
    held = given.get(name)
    return str(held).strip().lower() if held else ""
