from readiness import ForecastCheck, Severity


class TenantSoftMatchUpn(ForecastCheck):
    """A user of the cloud is taken over by way of the sign-in name.

    Nobody in the tenant has the user's primary address, but a user there has the sign-in name, is
    not synchronised and has no source anchor. It is adopted at the first export, with everything
    that follows: name, addresses and password become those of Active Directory. Where the cloud
    makes the name itself, of the alias and the initial domain, the account may well be somebody
    else's. Cloud Sync was seen not to match by name.

    Fix: make sure that both are one person; give the user another userPrincipalName, or rename the
    account of the cloud, if they are not.
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/use-upn-matching-identity-sync
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    Since: 0.1
    """

    id = "tenant-soft-match-upn"
    severity = Severity.WARNING
    outcome = "soft-match-upn"
