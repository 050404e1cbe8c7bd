from readiness import ForecastCheck, Severity


class TenantHardBlockedSetting(ForecastCheck):
    """The user of the cloud cannot be taken over, since the tenant forbids it.

    The tenant has a user with the source anchor of this one, and its switch
    blockCloudObjectTakeoverThroughHardMatchEnabled is on: the export fails, and the account on the
    premises and that of the cloud stay two.

    Fix: switch the block off for the days of the first export,
    `Update-MgDirectoryOnPremiseSynchronization` with
    features.blockCloudObjectTakeoverThroughHardMatchEnabled = $false, and on again afterwards, as
    Microsoft advises.
    Step: allow-takeover: Let the first export take over the accounts of {who}.
    Risk: while takeover is allowed, whoever may write a source anchor here can take over an account
    of the cloud.
    Prevents: InvalidHardMatch
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-features
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    Since: 0.1
    """

    id = "tenant-hard-blocked-setting"
    severity = Severity.ERROR
    outcome = "hard-blocked-setting"
