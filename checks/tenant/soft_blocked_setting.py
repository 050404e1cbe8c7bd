from readiness import ForecastCheck, Severity


class TenantSoftBlockedSetting(ForecastCheck):
    """The object of the cloud cannot be taken over, since the tenant blocks soft match.

    The tenant has an object with the primary address or the sign-in name of this one, and its
    switch blockSoftMatchEnabled is on. A second object is created, whose name or address is already
    taken: it arrives with a placeholder and without the address.

    Fix: switch the block off for the days of the first export,
    `Update-MgDirectoryOnPremiseSynchronization` with features.blockSoftMatchEnabled = $false, and
    on again afterwards, as Microsoft advises.
    Step: allow-soft-match: Let the first export match {who}.
    Risk: while soft match is allowed, an object here takes over whatever has its address in the
    cloud.
    Prevents: InvalidSoftMatch
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-features
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-prerequisites
    Since: 0.1
    """

    id = "tenant-soft-blocked-setting"
    severity = Severity.ERROR
    outcome = "soft-blocked-setting"
