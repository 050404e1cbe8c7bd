from readiness import ForecastCheck, Severity


class TenantHardBlockedRole(ForecastCheck):
    """The user of the cloud holds a role, so the source anchor cannot take it over.

    The tenant has a user with the source anchor of this one who holds a directory role, may
    activate one, or has one through a group. Since July 2026 such a hard match is refused, whatever
    the version of the client; a deleted user with a role is not restored either. Where no role of
    the user is privileged, that is probable: it is not documented.

    Fix: administer the cloud with accounts that exist only there, as Microsoft advises. To
    synchronise the user all the same, take the role away, synchronise, and give it back.
    Step: free-administrators: Take the directory roles from the accounts of {who}, found by their
    source anchors, until they are synchronised.
    Risk: without the role nobody may be left who can administer the tenant: keep an account that
    exists only in the cloud.
    Prevents: InvalidHardMatch
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    Since: 0.1
    """

    id = "tenant-hard-blocked-role"
    severity = Severity.ERROR
    outcome = "hard-blocked-role"
