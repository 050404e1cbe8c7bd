from readiness import ForecastCheck, Severity


class TenantUnknown(ForecastCheck):
    """A value of the object keeps from telling whom it meets in the tenant.

    Accounts match by names and addresses as they arrive in the cloud. The cloud replaces a sign-in
    name that holds characters which no name may have, and no page says by what, so nobody can
    tell whether the object is new or adopts somebody. What to mend, other checks report of the
    object: upn-invalid-character, upn-missing or mail-nickname-invalid-character, for example.

    Fix: mend what the other checks report of the object, and scan again.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    Since: 0.1
    """

    id = "tenant-unknown"
    severity = Severity.WARNING
    outcome = "unknown"
