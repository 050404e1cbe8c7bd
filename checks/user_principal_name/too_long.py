from readiness import Severity, user_principal_name

from ._upn import NameCheck

SIDES = (("before", user_principal_name.LOCAL_MAX), ("after", user_principal_name.DOMAIN_MAX))


class UpnTooLong(NameCheck):
    """The userPrincipalName is longer than Entra ID allows.

    64 characters are allowed before the @ and 48 after it. Active Directory itself allows 1024 in
    all, so nothing warns before the export fails.

    Fix: shorten the name (Active Directory Users and Computers, Account, User logon name).
    Step: shorten-sign-in-name: Shorten the sign-in name of {who}.
    Risk: Whoever types the long name to log on to Windows types the new one from then on.
    Risk: Do it before the first synchronisation: afterwards the same change moves OneDrive
    addresses and makes people sign in anew in every app.
    Prevents: IdentityDataValidationFailed
    IdFix: Length
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy
    Since: 0.1
    """

    id = "upn-too-long"
    severity = Severity.ERROR

    def wrong(self, value: str) -> str | None:
        local, _, domain = value.partition("@")
        # of several @, nobody knows which one parts the sides: upn-malformed tells of them
        if "@" in domain:
            return None
        excess = [
            f"{len(part)} characters {side} the @, where {most} are allowed"
            for part, (side, most) in zip((local, domain), SIDES, strict=True)
            if len(part) > most
        ]
        return f"has {' and '.join(excess)}" if excess else None
