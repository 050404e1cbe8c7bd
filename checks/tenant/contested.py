from readiness import ForecastCheck, Severity


class TenantContested(ForecastCheck):
    """Two objects would take over the same object of the cloud.

    Both have the source anchor, the address or the name of one object of the tenant. Whichever is
    exported first adopts it, and nobody can tell which that is; the other one fails, or arrives
    without its name.

    Fix: decide which of the two is the person, and take the address, name or anchor from the other.
    Step: settle-contested: Decide which of {who} takes over each object of the tenant.
    Prevents: AttributeValueMustBeUnique
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    Since: 0.1
    """

    id = "tenant-contested"
    severity = Severity.ERROR
    outcome = "contested"
