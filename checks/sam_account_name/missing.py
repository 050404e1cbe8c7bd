from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Scope, Severity, absent, blank

OUT_OF_SCOPE = "sam-account-name-missing"


class SamAccountNameMissing(Check):
    """The user has no sAMAccountName, and so will not arrive.

    The sync engine leaves such an object out without a word. It is usually one that a program
    created over LDAP, or that came from another directory.

    Fix: Active Directory Users and Computers, Account, User logon name (pre-Windows 2000); or
    `Set-ADObject "CN=Ana Silva,OU=Staff,DC=contoso,DC=com" -Replace @{sAMAccountName="ana"}`.
    Step: give-account-name: Give {who} an account name (sAMAccountName).
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    Since: 0.1
    """

    id = "sam-account-name-missing"
    severity = Severity.ERROR
    kinds = USERS
    reads = ("sAMAccountName",)
    when = absent("sAMAccountName") | blank("sAMAccountName")
    scope = Scope.ANY

    def examine(self, entry: Entry) -> Iterator[Finding]:
        name = entry.first("sAMAccountName")
        # one of nothing but blanks leaves the user in scope: the rules ask only if there is any
        if (name is None or not name.strip()) and entry.out_of_scope in (None, OUT_OF_SCOPE):
            message = "is missing" if name is None else "is blank"
            yield self.finding(entry, "sAMAccountName", name, message)
