from readiness import ForecastCheck, Severity


class TenantAmbiguous(ForecastCheck):
    """The user matches two users of the cloud.

    The primary address is that of one user of the tenant, the sign-in name that of another. The one
    with the address is adopted, and its new name then conflicts with the other: it gets a
    placeholder.

    Fix: find out which of the two the person works with; give the other one another name, or merge
    them before the first export.
    Step: settle-two-partners: Decide which of two users of the tenant each of {who} is.
    Prevents: AttributeValueMustBeUnique
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/use-upn-matching-identity-sync
    Since: 0.1
    """

    id = "tenant-ambiguous"
    severity = Severity.ERROR
    outcome = "ambiguous"
