from readiness import ForecastCheck, Severity


class TenantHardBlockedMapped(ForecastCheck):
    """The user of the cloud is mapped to another object, so it cannot be taken over.

    The tenant has a user with the source anchor of this one, whose onPremisesObjectIdentifier names
    another object of a directory: it was synchronised from there. Since July 2026 a takeover of
    such a user is refused.

    Fix: clear the mapping, `Invoke-MgGraphRequest -Method PATCH -Uri /beta/users/ID -Body
    '{"onPremisesObjectIdentifier": null}'`, or Clear-ADSyncToolsOnPremisesAttribute of the module
    ADSyncTools; for many users, switch allowOnPremUpdateOfOnPremisesObjectIdentifierEnabled on for
    the first export, and off again.
    Step: clear-mappings: Clear what the accounts of {who} are mapped to in the tenant.
    Risk: the object to which a user is mapped today may still be somebody's account.
    Prevents: AttributeUpdateNotAllowed
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-features
    Since: 0.1
    """

    id = "tenant-hard-blocked-mapped"
    severity = Severity.ERROR
    outcome = "hard-blocked-mapped"
