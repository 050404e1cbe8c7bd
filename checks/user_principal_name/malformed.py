from readiness import Severity, is_blank, user_principal_name

from ._upn import NameCheck


class UpnMalformed(NameCheck):
    """The userPrincipalName is not a name, one @ and a domain.

    Entra ID rejects such a name, or replaces it with `<alias>@<tenant>.onmicrosoft.com`. Between
    the dots of a domain stand letters, digits and inner hyphens: no tenant can have another one.

    Fix: write the name as `ana@contoso.com` (Active Directory Users and Computers, Account, User
    logon name).
    Step: respell-sign-in-name: Choose a new sign-in name for {who}.
    Risk: Whoever types the long name to log on to Windows types the new one from then on.
    Risk: Do it before the first synchronisation: afterwards the same change moves OneDrive
    addresses and makes people sign in anew in every app.
    Prevents: IdentityDataValidationFailed
    IdFix: Format, DomainPart, LocalPart
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    Since: 0.1
    """

    id = "upn-malformed"
    severity = Severity.ERROR

    def wrong(self, value: str) -> str | None:
        local, at, domain = value.partition("@")
        if is_blank(value):
            return None
        if not at:
            return "has no @"
        if "@" in domain:
            return f"has {value.count('@')} @"
        if not local:
            return "has nothing before the @"
        if not domain:
            return "has nothing after the @"
        return user_principal_name.domain_flaw(domain)
