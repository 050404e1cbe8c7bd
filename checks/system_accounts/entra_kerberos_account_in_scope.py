from readiness import KeptOut, contains

from ._keep_out import KeepOutCheck


class EntraKerberosAccountInScope(KeepOutCheck):
    """The account of Entra Kerberos is synchronised.

    `krbtgt_AzureAD` holds the keys with which Entra ID issues Kerberos tickets for this domain.
    Nobody signs in with it, and in the cloud it is one more account that somebody could take over.
    It lacks no name and no address that anybody should give it.

    Fix: leave its container, CN=Users, out of the filter of organisational units, or mark the
    account: `Set-ADUser krbtgt_AzureAD -Replace @{adminDescription='User_NoSync'}`.
    See: https://maester.dev/docs/next/tests/MT.1147
    See: https://learn.microsoft.com/entra/identity/authentication/howto-authentication-passwordless-security-key-on-premises
    Since: 0.1
    """

    id = "entra-kerberos-account-in-scope"
    when = contains("sAMAccountName", "krbtgt_AzureAD")
    purpose = KeptOut.ENTRA_KERBEROS
