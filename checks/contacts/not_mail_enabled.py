from collections.abc import Iterator

from readiness import CONTACTS, Check, Entry, Finding, Severity, where


class ContactNotMailEnabled(Check):
    """The contact has no mail address and does not arrive in the cloud.

    What stands in mail is no address, and no value of proxyAddresses begins with `SMTP:` and names
    one. The sync engine exports mail-enabled contacts only.

    Fix: correct the mail of the contact (Active Directory Users and Computers, General, E-mail),
    and set the address in proxyAddresses, too: SMTP:ana@fabrikam.com.
    Step: give-contact-mail: Give {who} a mail address, or leave them out of scope.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    Since: 0.1
    """

    id = "contact-not-mail-enabled"
    severity = Severity.ERROR
    kinds = CONTACTS
    reads = ("mail", "proxyAddresses")
    when = where("mail", lambda mail: "@" not in mail)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        mail = (entry.first("mail") or "").strip()
        proxies = entry.all("proxyAddresses")
        # without any mail it is out of scope, and contact-mail-missing tells of it; `SMTP:` counts
        # in capitals only, and wherever it stands, as the sync rules ask: see `is_mail_enabled`
        if (
            not mail
            or "@" in mail
            or any("SMTP:" in address and "@" in address for address in proxies)
        ):
            return
        message = "is no address, and the contact has no other"
        yield self.finding(entry, "mail", entry.first("mail"), message)
