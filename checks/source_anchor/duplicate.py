from collections.abc import Collection, Iterator

from readiness import (
    RECIPIENTS,
    USERS,
    Finding,
    Key,
    KeyHolder,
    Plan,
    Severity,
    SharedKeyCheck,
    source_anchor,
)

from ._anchor import CONSISTENCY_GUID, OBJECT_GUID, anchors_of_users, shown


class SourceAnchorDuplicate(SharedKeyCheck):
    """Two objects would get the same source anchor.

    The anchor must be unique in the tenant: the object that comes first takes it, and the others
    do not arrive. It happens when an account is copied with all its attributes, when a migrated
    account and its original are both synchronised, and when one object is read from two sources.
    Since July 2026 the second of them does not take the cloud user over, either, but is refused.

    Fix: find out which object the anchor belongs to, and clear it on the others before the first
    synchronisation: Set-ADUser ben -Clear mS-DS-ConsistencyGuid. Leave the original of a migrated
    account out of the synchronisation.
    Step: settle-source-anchor: Decide who of {who} keeps each source anchor that several hold.
    Risk: Never change the anchor of an object that is synchronised already.
    Prevents: AttributeValueMustBeUnique, AttributeUpdateNotAllowed
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    Since: 0.1
    """

    id = "source-anchor-duplicate"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads: tuple[str, ...] = (OBJECT_GUID, CONSISTENCY_GUID)

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.of_users = anchors_of_users(plan)
        anchors = tuple(dict.fromkeys((OBJECT_GUID, *self.of_users)))
        self.reads = anchors
        self.keys = tuple(map(_key, anchors))

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        # a group may have an mS-DS-ConsistencyGuid, too, and is not anchored by it
        return super().compare(
            [as_people_know_it(holder) for holder in holders if self.is_anchor(holder)]
        )

    def is_anchor(self, holder: KeyHolder) -> bool:
        """Whether the attribute counts for the kind of the object."""
        return holder.attribute in (self.of_users if holder.kind in USERS else (OBJECT_GUID,))


def as_people_know_it(holder: KeyHolder) -> KeyHolder:
    """The mention with the GUID as a value, where the octets of one are the key."""
    if holder.attribute not in {OBJECT_GUID, CONSISTENCY_GUID}:
        return holder
    return holder._replace(value=shown(bytes.fromhex(holder.key)))


def _key(attribute: str) -> Key:
    if attribute == OBJECT_GUID:
        return Key("anchor", attribute, source_anchor.fold_object_guid, octets=True)
    # Active Directory takes octets of any number there, and Entra Connect takes them as they are
    if attribute == CONSISTENCY_GUID:
        return Key("anchor", attribute, bytes.hex, octets=True)
    return Key("anchor", attribute, source_anchor.fold_text)
