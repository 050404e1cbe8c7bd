import re

from readiness import USERS, Severity, ValueCheck

# https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
# https://learn.microsoft.com/windows/win32/adschema/a-samaccountname
MAX = 20
CHARACTERS = r"""\[\]"'\\|,/:<>+=;?*"""
INVALID = re.compile(f"[{CHARACTERS}]")


class SamAccountNameInvalid(ValueCheck):
    r"""The sAMAccountName of the user is too long or has a character that is not allowed.

    At most 20 characters are allowed, and none of `[ ] " ' \ | , / : < > + = ; ? *`. With a good
    userPrincipalName the user is created all the same, but what relies on the sAMAccountName, like
    Windows sign-in with Entra ID or an application that receives it, may fail. Active Directory
    itself allows the apostrophe; Microsoft 365 lists it as invalid.

    Fix: Active Directory Users and Computers, Account, User logon name (pre-Windows 2000); or
    `Set-ADUser ana -SamAccountName ana`. People who sign in to Windows with it have to be told.
    IdFix: Character
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/windows/win32/adschema/a-samaccountname
    Since: 0.1
    """

    id = "sam-account-name-invalid"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("sAMAccountName",)
    trusts_healthy = True

    def wrong(self, value: str) -> str | None:
        flaws = []
        if len(value) > MAX:
            flaws.append(f"{len(value)} characters, where {MAX} are allowed")
        if found := dict.fromkeys(INVALID.findall(value)):
            flaws.append(f"{', '.join(found)}, which Microsoft 365 does not allow")
        return f"has {' and '.join(flaws)}" if flaws else None
