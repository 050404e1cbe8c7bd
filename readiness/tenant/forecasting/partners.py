"""Looks up whom an object may meet in the tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.model.tenant_object import TenantKind, TenantObject
from readiness.tenant.object_store import (
    ADDRESS,
    ANCHOR,
    DISPLAY_NAME,
    NAME,
    SECURITY_IDENTIFIER,
    ObjectStore,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.tenant.export import TenantExport
    from readiness.tenant.forecasting.candidate import Arriving


class Partners:
    """The objects of a tenant, with all that its export tells of each."""

    def __init__(self, tenant: TenantExport) -> None:
        """Take what was read."""
        self._tenant = tenant
        self._store = ObjectStore(tenant.folder)

    def of(self, coming: Arriving) -> dict[int, TenantObject]:
        """Those that may share a key with an object, by number, in the order of the export."""
        numbers = self._store.numbers(_keys_met(coming))
        return {number: held for number in numbers if (held := self._object(number))}

    def with_anchor(self, anchor: str) -> Iterator[int]:
        """The numbers of those with a source anchor, deleted or not."""
        for number in self._store.numbers((ANCHOR + anchor,)):
            held = self._store.of(number)
            if held and held.immutable_id == anchor:
                yield number

    def _object(self, number: int) -> TenantObject | None:
        """An object of the tenant, with what other files tell of it."""
        held, tenant = self._store.of(number), self._tenant
        if held is None or held.kind is not TenantKind.USER:
            return held
        identifier = held.object_identifier
        if tenant.lists_mappings:
            identifier = self._store.mapping_of(held.id) or identifier or ""
        role = tenant.roles.get(held.id, tenant.role_of_others)
        if identifier == held.object_identifier:
            # to replace fields by their names takes its time, and nearly everybody has no role
            return held if role is held.role else TenantObject(*held[:-1], role)
        return held._replace(role=role, object_identifier=identifier)


def _keys_met(coming: Arriving) -> list[str]:
    """The keys by which an object may meet those of the tenant."""
    candidate, smtp = coming.candidate, coming.smtp
    keys = [ADDRESS + address for address in smtp]
    if candidate.anchor:
        keys.append(ANCHOR + candidate.anchor)
    if candidate.user_principal_name:
        name = candidate.user_principal_name.lower()
        keys.append(NAME + name)
        if name not in smtp:
            keys.append(ADDRESS + name)  # no group may hold it as an address
    if candidate.sid:
        keys.append(SECURITY_IDENTIFIER + candidate.sid)
    if candidate.kind is TenantKind.GROUP and candidate.display_name:
        keys.append(DISPLAY_NAME + candidate.display_name.strip().lower())
    return keys
