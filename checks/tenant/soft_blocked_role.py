from readiness import ForecastCheck, Severity


class TenantSoftBlockedRole(ForecastCheck):
    """The user of the cloud holds a role, so it cannot be taken over.

    The tenant has a user with the primary address or the sign-in name of this one who holds a
    directory role, may activate one, or has one through a group. The match is refused, and a second
    account is created, in quarantine. Where no role of the user is privileged, that is probable: it
    is not documented.

    Fix: administer the cloud with accounts that exist only there, as Microsoft advises. To
    synchronise the user all the same, take the role away, delete the quarantined account for good
    if there is one, synchronise, and give the role back.
    Step: free-administrators: Take the directory roles from the accounts of {who}, found by their
    addresses or names, until they are synchronised.
    Risk: without the role nobody may be left who can administer the tenant: keep an account that
    exists only in the cloud.
    Prevents: Existing Admin Role Conflict
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    Since: 0.1
    """

    id = "tenant-soft-blocked-role"
    severity = Severity.ERROR
    outcome = "soft-blocked-role"
