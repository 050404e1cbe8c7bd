from readiness import ForecastCheck, Severity


class TenantTypeMismatch(ForecastCheck):
    """The object's address belongs to something else in the cloud.

    A user, a group and a contact cannot become one another. Where the primary address of one is
    that of another in the tenant, the export of this object fails.

    Fix: take the address from one of the two, or delete the object of the cloud if this one shall
    replace it.
    Step: settle-types: Take the addresses of {who} from objects of another kind in the tenant.
    Prevents: ObjectTypeMismatch
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    Since: 0.1
    """

    id = "tenant-type-mismatch"
    severity = Severity.ERROR
    outcome = "type-mismatch"
