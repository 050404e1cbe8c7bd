from readiness import ForecastCheck, Severity


class TenantDeletedTarget(ForecastCheck):
    """The user's twin in the cloud is in the recycle bin.

    A user who was deleted less than 30 days ago has the source anchor of this one. What the export
    does then is not documented in full: the deleted user may come back, or the export may fail,
    since another object has the same source anchor.

    Fix: restore the user first (`Restore-MgDirectoryDeletedItem`), if the mailbox is wanted;
    otherwise delete it for good (`Remove-MgDirectoryDeletedItem`).
    Prevents: InvalidHardMatch
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    See: https://learn.microsoft.com/graph/api/directory-deleteditems-list
    Since: 0.1
    """

    id = "tenant-deleted-target"
    severity = Severity.WARNING
    outcome = "deleted-target"
