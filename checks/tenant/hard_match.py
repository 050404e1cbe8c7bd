from readiness import ForecastCheck, Severity


class TenantHardMatch(ForecastCheck):
    """A mailbox of the cloud is taken over by way of the source anchor.

    The tenant has a user, not synchronised today, with the source anchor of this one: a
    synchronisation that was switched off, or an immutableId that somebody has set. It is adopted at
    the first export: its names, addresses and password become those of Active Directory, and
    addresses that exist only in the cloud are lost. The warning is about users who work with a
    mailbox today, and about those who cannot sign in any more, since their account here is
    disabled. The JSON report has what changes, before and after.

    Fix: compare both accounts in the report; add to proxyAddresses what must not be lost, and
    enable the account here if somebody works with the one of the cloud. Afterwards, switch
    blockCloudObjectTakeoverThroughHardMatchEnabled on, as Microsoft advises.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-prerequisites
    Since: 0.1
    """

    id = "tenant-hard-match"
    severity = Severity.WARNING
    outcome = "hard-match"
