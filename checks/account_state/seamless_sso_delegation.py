from collections.abc import Iterator

from readiness import AccountControl, Entry, Finding, Severity

from ._account import options_of
from ._seamless_sso import SeamlessSsoCheck

DELEGATION = (
    AccountControl.TRUSTED_FOR_DELEGATION | AccountControl.TRUSTED_TO_AUTHENTICATE_FOR_DELEGATION
)
LISTS = ("msDS-AllowedToDelegateTo", "msDS-AllowedToActOnBehalfOfOtherIdentity")


class SeamlessSsoDelegation(SeamlessSsoCheck):
    """The account of seamless single sign-on takes part in Kerberos delegation.

    The computer account AZUREADSSOACC can vouch for everybody in the cloud. Delegation lets other
    accounts use that; Microsoft asks for it to be off.

    Fix: Active Directory Users and Computers, AZUREADSSOACC, Delegation, Do not trust this computer
    for delegation; `Set-ADComputer AZUREADSSOACC -PrincipalsAllowedToDelegateToAccount $null`.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sso-faq
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sso-quick-start
    Since: 0.1
    """

    id = "seamless-sso-delegation"
    severity = Severity.WARNING
    reads = ("sAMAccountName", "userAccountControl", *LISTS)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        if not self.is_meant(entry):
            return
        value = entry.first("userAccountControl")
        if options_of(value) & DELEGATION:
            yield self.finding(
                entry, "userAccountControl", value, "trusts the account for delegation"
            )
        for name in LISTS:
            if entry.has(name):
                yield self.finding(entry, name, None, "is set, which lets accounts act for others")
