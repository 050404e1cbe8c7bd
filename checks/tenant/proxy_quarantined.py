from readiness import ForecastCheck, Severity


class TenantProxyQuarantined(ForecastCheck):
    """An address of the object is taken in the cloud.

    Somebody in the tenant who is not matched has one of the addresses. The object arrives without
    it, and mail for that address goes to the other one. The error stands at the object and is
    healed within an hour once the address is free.

    Fix: decide who keeps the address, and take it from the other.
    Prevents: AttributeValueMustBeUnique
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-duplicate-attribute-resiliency
    Since: 0.1
    """

    id = "tenant-proxy-quarantined"
    severity = Severity.WARNING
    outcome = "proxy-quarantined"
