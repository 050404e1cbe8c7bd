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
    from collections.abc import Iterator, Sequence

    from readiness.cloud.matching.meeting import Candidate
    from readiness.tenant.arriving.arrivals import Arriving
    from readiness.tenant.export import TenantExport

_IDENTIFIER = TenantObject._fields.index("object_identifier")


class Partners:
    """The objects of a tenant, with all that its export tells of each."""

    def __init__(self, tenant: TenantExport) -> None:
        """Take what was read."""
        self._tenant = tenant
        self._store = ObjectStore(tenant.folder)

    def of(self, arriving: Sequence[Arriving]) -> Iterator[dict[int, TenantObject]]:
        """Those that may share a key with each object, by number, in the order of the export."""
        met = self._store.met(_keys_met([coming.candidate for coming in arriving]))
        for at in range(len(arriving)):
            numbers = met.get(at, ())
            yield {number: held for number in numbers if (held := self._object(number))}

    def with_anchor(self, anchor: str) -> Iterator[int]:
        """The numbers of those with a source anchor, deleted or not."""
        for number in self._store.numbers(ANCHOR, anchor):
            held = self._store.of(number)
            if held and held.immutable_id == anchor:
                yield number

    def _object(self, number: int) -> TenantObject | None:
        """An object of the tenant, with what other files tell of it."""
        held, tenant = self._store.of(number), self._tenant
        if held is None or held.kind is not TenantKind.USER:
            return held
        identifier = self._store.mapping_of(held.id) or held.object_identifier
        if identifier is None and tenant.lists_mappings:
            identifier = ""
        role = tenant.roles.get(held.id, tenant.role_of_others)
        if identifier == held.object_identifier and role == held.role:
            return held
        # to replace fields by their names takes three times as long
        fields = (*held[:_IDENTIFIER], identifier, *held[_IDENTIFIER + 1 : -1], role)
        return TenantObject._make(fields)


def _keys_met(candidates: Sequence[Candidate]) -> dict[str, tuple[Sequence[int], list[str]]]:
    """The keys by which objects may meet those of the tenant, by space, each beside its holder."""
    everybody = range(len(candidates))
    names = [candidate.user_principal_name for candidate in candidates]
    holders = [at for at in everybody for _ in candidates[at].smtp]
    addresses = [address for candidate in candidates for address in candidate.smtp]
    groups = [at for at in everybody if candidates[at].kind is TenantKind.GROUP]
    return {
        NAME: (everybody, names),
        # no group may hold a sign-in name as an address
        ADDRESS: ([*holders, *everybody], [*addresses, *names]),
        ANCHOR: (everybody, [candidate.anchor for candidate in candidates]),
        SECURITY_IDENTIFIER: (everybody, [candidate.sid for candidate in candidates]),
        DISPLAY_NAME: (groups, [candidates[at].display_name.strip() for at in groups]),
    }
