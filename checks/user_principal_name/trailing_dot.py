from readiness import Severity

from ._upn import NameCheck


class UpnTrailingDot(NameCheck):
    """The userPrincipalName has a dot just before the @.

    Active Directory takes such a name; Entra ID rejects it, or replaces it with
    `<alias>@<tenant>.onmicrosoft.com`.

    Fix: delete the dot (Active Directory Users and Computers, Account, User logon name).
    Step: respell-sign-in-name: Take the dot before the @ out of the sign-in name of {who}.
    Risk: Whoever types the long name to log on to Windows types the new one from then on.
    Risk: Do it before the first synchronisation: afterwards the same change moves OneDrive
    addresses and makes people sign in anew in every app.
    Prevents: IdentityDataValidationFailed
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy
    Since: 0.1
    """

    id = "upn-trailing-dot"
    severity = Severity.ERROR

    def wrong(self, value: str) -> str | None:
        local, _, domain = value.partition("@")
        if not local.endswith(".") or not domain or "@" in domain:
            return None
        return "has a dot just before the @"
