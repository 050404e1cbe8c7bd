from collections.abc import Iterator

from readiness import CONTACTS, Check, Entry, Finding, Severity, absent


class ContactWithoutProxyAddresses(Check):
    """The contact has mail, but no proxy addresses.

    Microsoft's documentation calls such a contact not mail-enabled, and then it does not arrive;
    the synchronisation rules are content with its mail. Depending on the version, it may be
    missing from the address list.

    Fix: set the same address in proxyAddresses: Set-ADObject "CN=Ana Silva,OU=Partners,DC=contoso,
    DC=com" -Add @{proxyAddresses="SMTP:ana@fabrikam.com"}.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    Since: 0.1
    """

    id = "contact-without-proxy-addresses"
    severity = Severity.WARNING
    kinds = CONTACTS
    reads = ("mail", "proxyAddresses")
    when = absent("proxyAddresses")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        mail = entry.first("mail") or ""
        if "@" in mail and not entry.has("proxyAddresses"):
            proposal, message = f"SMTP:{mail.strip()}", "is missing, and mail is not"
            yield self.finding(entry, "proxyAddresses", None, message, proposal=proposal)
