from readiness import USERS, Key, Severity, SharedKeyCheck, fold


class SamAccountNameDuplicate(SharedKeyCheck):
    """The sAMAccountName belongs to users of several domains.

    Active Directory keeps it unique within one domain only; in Entra ID all domains and forests
    meet. Applications that receive the sAMAccountName in a token, and scripts that match accounts
    by it, take one person for the other.

    Fix: rename one of the users (Active Directory Users and Computers, Account, User logon name
    (pre-Windows 2000)), or let applications use the userPrincipalName instead.
    IdFix: Duplicate
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    Since: 0.1
    """

    id = "sam-account-name-duplicate"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("sAMAccountName",)
    keys = (Key("sam", "sAMAccountName", fold),)
