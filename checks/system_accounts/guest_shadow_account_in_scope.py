from readiness import KeptOut, contains

from ._keep_out import KeepOutCheck


class GuestShadowAccountInScope(KeepOutCheck):
    """The account stands for a guest of the tenant, and is synchronised.

    An account with `#EXT#` in its name was made for a guest, so that the guest can use applications
    that speak Kerberos. Synchronised, it becomes a second user beside the guest, with whom it
    fights for name and address.

    Fix: leave its organisational unit out of the filter, or mark the account:
    `Set-ADUser ana_fabrikam.com -Replace @{adminDescription='User_B2BGuest'}`.
    See: https://learn.microsoft.com/entra/external-id/hybrid-cloud-to-on-premises
    See: https://github.com/Azure-Samples/B2B-to-AD-Sync/pull/10
    Since: 0.1
    """

    id = "guest-shadow-account-in-scope"
    when = contains("userPrincipalName", "#EXT#")
    purpose = KeptOut.GUEST
    attribute = "userPrincipalName"
