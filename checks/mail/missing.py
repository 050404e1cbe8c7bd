from collections.abc import Iterator

from readiness import USERS, AccountControl, Check, Entry, Finding, Severity, absent, is_smtp


class MailMissing(Check):
    """The user has no mail address at all.

    Neither mail nor an SMTP proxy address is set, and the account is enabled. Entra ID cannot match
    the user to an existing cloud account by mail address, and an Exchange Online mailbox gets the
    sign-in name as its address.

    Fix: enter the address (Active Directory Users and Computers, General, E-mail), or
    `Set-ADUser ana -EmailAddress ana@contoso.com`.
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    Since: 0.1
    """

    id = "mail-missing"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("mail", "proxyAddresses", "userAccountControl")
    when = absent("mail")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        if (entry.number("userAccountControl") or 0) & AccountControl.DISABLED:
            return  # nobody signs in, or waits for mail
        if not entry.has("mail") and not any(map(is_smtp, entry.all("proxyAddresses"))):
            yield self.finding(entry, "mail", None, "is missing, and so is any SMTP address")
