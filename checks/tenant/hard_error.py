from readiness import ForecastCheck, Severity


class TenantHardError(ForecastCheck):
    """An address of the user is held by a group of the cloud.

    A group of the tenant has the user's sign-in name or a secondary address among its own. No
    quarantine helps here: the export of the user fails until one of them gives the address up.

    Fix: take the address from the group, or from the user.
    Step: free-addresses-of-groups: Take the addresses of {who} from groups of the tenant.
    Prevents: AttributeValueMustBeUnique
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-duplicate-attribute-resiliency
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    Since: 0.1
    """

    id = "tenant-hard-error"
    severity = Severity.ERROR
    outcome = "hard-error"
