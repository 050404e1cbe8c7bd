from readiness import GROUPS, USERS, Severity, ValueCheck

REPLACED = "$DUPLICATE-"


class SamAccountNameConflict(ValueCheck):
    """The sAMAccountName is one that Active Directory made up for a lost conflict.

    Two domain controllers created accounts of one name before they heard of each other. One of them
    was renamed to `$DUPLICATE-` and a number, which in the cloud is the name that applications see,
    and that a missing userPrincipalName is built of.

    Fix: find the twin (`Get-ADUser -Filter "cn -like 'Ana*'"`), and delete the account that nobody
    uses, or name it: `Set-ADUser "CN=Ana Silva,OU=Staff,DC=contoso,DC=com" -SamAccountName ana`.
    See: https://learn.microsoft.com/windows/win32/adschema/a-samaccountname
    See: https://learn.microsoft.com/troubleshoot/windows-server/active-directory/troubleshoot-conflict-objects
    Since: 0.1
    """

    id = "sam-account-name-conflict"
    severity = Severity.WARNING
    kinds = USERS | GROUPS
    reads = ("sAMAccountName",)
    trusts_healthy = True

    def wrong(self, value: str) -> str | None:
        if value.upper().startswith(REPLACED):
            return "was made up by Active Directory, since another account had the name"
        return None
