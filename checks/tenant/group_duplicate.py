from readiness import ForecastCheck, Severity


class TenantGroupDuplicate(ForecastCheck):
    """The tenant has a group of the same name, which cannot be matched.

    Groups are matched by their addresses alone, and this one has none. It is created a second time:
    permissions and policies that name the group of the cloud know nothing of the members of the new
    one.

    Fix: rename one of them, or delete the group of the cloud once its permissions have been moved.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    Since: 0.1
    """

    id = "tenant-group-duplicate"
    severity = Severity.WARNING
    outcome = "group-duplicate"
