from readiness import ForecastCheck, Severity


class TenantUpnQuarantined(ForecastCheck):
    """The sign-in name of the user is taken in the cloud.

    A user of the tenant who cannot be matched has the sign-in name: soft match by name is switched
    off, or another account is adopted. The user arrives with a placeholder, the name and four
    digits in the initial domain, and nobody tells them how to sign in.

    Fix: rename one of the two, or delete the account of the cloud if nobody needs it.
    Step: free-sign-in-names: Free the sign-in names of {who} in the tenant.
    Prevents: AttributeValueMustBeUnique
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-duplicate-attribute-resiliency
    Since: 0.1
    """

    id = "tenant-upn-quarantined"
    severity = Severity.ERROR
    outcome = "upn-quarantined"
