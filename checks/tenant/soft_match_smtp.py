from readiness import ForecastCheck, Severity


class TenantSoftMatchSmtp(ForecastCheck):
    """An object of the cloud is taken over by way of the primary address.

    The tenant has a user, group or contact with the primary SMTP address of this object, not
    synchronised and without a source anchor. It is adopted at the first export: names, addresses
    and, with password hash synchronisation, the password become those of Active Directory.
    Addresses that exist only in the cloud are lost, and a user whose account here is disabled
    cannot sign in any more. Licences, groups and roles stay.

    Fix: compare both in the JSON report (before, after, lost_addresses); add to proxyAddresses what
    must not be lost, and tell people that their password changes. Give the object another address
    if the two are different people. Afterwards, switch blockSoftMatchEnabled on, as Microsoft
    advises.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-prerequisites
    Since: 0.1
    """

    id = "tenant-soft-match-smtp"
    severity = Severity.WARNING
    outcome = "soft-match-smtp"
