from collections.abc import Iterator

from readiness import (
    USERS,
    Check,
    Entry,
    Finding,
    Plan,
    Severity,
    differ,
    guid_octets,
    present,
    where_octets,
)

from ._anchor import (
    CONSISTENCY_GUID,
    OBJECT_GUID,
    require_consistency_guid,
    shown,
)


class SourceAnchorPreset(Check):
    """The ms-DS-ConsistencyGuid is set already, and not to the user's own objectGUID.

    The user came from another domain with its anchor, or another application uses the attribute.
    As soon as one object has a value, Express setup of Entra Connect assumes the latter, and falls
    back to objectGUID as the anchor: a migrated user then meets its own twin in the cloud as a
    stranger. Since July 2026 Entra ID refuses to hand a cloud user that was synchronised before to
    another account that brings its anchor, and to match one that holds a role.

    Fix: find out who wrote the value. If it came with a migration, keep it, and choose
    ms-DS-ConsistencyGuid in a custom installation (AzureADConnect.exe /SkipLdapSearch skips the
    test). If the cloud user was synchronised before, from another account, clear its
    onPremisesObjectIdentifier first (`Clear-ADSyncToolsOnPremisesAttribute`). If another
    application uses the attribute, plan another anchor.
    Prevents: InvalidSoftMatch, InvalidHardMatch, AttributeUpdateNotAllowed
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    Since: 0.1
    """

    id = "source-anchor-preset"
    severity = Severity.WARNING
    kinds = USERS
    reads = (CONSISTENCY_GUID, OBJECT_GUID)
    # an objectGUID that is no GUID differs from anything, even from the same octets
    when = present(CONSISTENCY_GUID) & (
        differ(CONSISTENCY_GUID, OBJECT_GUID)
        | where_octets(OBJECT_GUID, lambda octets: guid_octets(octets) != octets)
    )

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_consistency_guid(plan)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        own = [guid_octets(octets) for octets in entry.raw(OBJECT_GUID)]
        for octets in entry.raw(CONSISTENCY_GUID):
            # without an objectGUID, nobody can tell whether the value is the user's own
            if own and octets != own[0]:
                message = f"is set and differs from the objectGUID “{entry.guid}”"
                yield self.finding(entry, CONSISTENCY_GUID, shown(octets), message)
