from collections.abc import Iterator

from readiness import RECIPIENTS, Check, Counts, Finding, Plan, Severity

# https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-prerequisites
LOCAL_DATABASE = (
    100_000,
    "objects are too many for the database that Entra Connect installs: it needs a full SQL Server",
)
# https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/connect-to-cloud-sync-decision-guide
CLOUD_SYNC_DOMAIN = (150_000, "objects are more than Cloud Sync takes from one domain")
# https://learn.microsoft.com/entra/identity/users/directory-service-limits-restrictions
TENANT = (300_000, "objects are more than a tenant holds by default")


class DirectoryTooLarge(Check):
    """The directory has more objects than the planned tool or a tenant takes by default.

    Entra Connect's own database, SQL Server Express LocalDB, is made for 100,000 objects. Cloud
    Sync takes 150,000 from each domain, and Entra ID holds 300,000 in a tenant with a verified
    domain, all kinds counted. The synchronisation stops when that is exceeded.

    Fix: install Entra Connect with a full SQL Server; ask Microsoft Support to raise the limit of
    the tenant; or leave out what the cloud does not need.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-prerequisites
    See: https://learn.microsoft.com/entra/identity/users/directory-service-limits-restrictions
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/exceed-number-objects-synced
    Since: 0.1
    """

    id = "directory-too-large"
    severity = Severity.WARNING
    kinds = RECIPIENTS
    reads = ()

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.limits = (
            CLOUD_SYNC_DOMAIN if plan.sync_tool == "cloud-sync" else LOCAL_DATABASE,
            TENANT,
        )

    def conclude(self, counts: Counts) -> Iterator[Finding]:
        # of every kind, computers included: the limits count objects, whatever they are
        total = sum(counts.in_scope.values())
        # both may be passed, and each asks for something else
        for most, message in self.limits:
            if total > most:
                text = f"{message} (limit: {most})"
                yield Finding(self.id, dn="", attribute="", value=str(total), message=text)
