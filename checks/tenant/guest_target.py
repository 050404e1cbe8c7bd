from readiness import ForecastCheck, Severity


class TenantGuestTarget(ForecastCheck):
    """The address belongs to a guest of the tenant.

    Somebody was invited with the address that is this object's primary one. No page says what the
    export does then; it is likely to end in a conflict.

    Fix: convert the guest to a user of the tenant's own, or remove the guest, before the first
    export.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    See: https://learn.microsoft.com/entra/external-id/user-properties
    Since: 0.1
    """

    id = "tenant-guest-target"
    severity = Severity.WARNING
    outcome = "guest-target"
