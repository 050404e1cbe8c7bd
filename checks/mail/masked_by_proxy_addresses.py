from collections.abc import Iterator

from readiness import CONTACTS, UNTIDY_ADDRESSES, USERS, Check, Entry, Finding, Severity, is_smtp


class MailMaskedByProxyAddresses(Check):
    """The user or contact has mail, and proxy addresses none of which is a mail address.

    As soon as proxyAddresses holds anything, if only an X500 address, Entra ID ignores mail: the
    object gets an `onmicrosoft.com` address instead.

    Fix: enter the mail address among the proxy addresses, too:
    `Set-ADUser ana -Add @{proxyAddresses='SMTP:ana@contoso.com'}`.
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/objects-dont-sync-ad-sync-tool
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    Since: 0.1
    """

    id = "mail-masked-by-proxy-addresses"
    severity = Severity.WARNING
    kinds = USERS | CONTACTS
    reads = ("mail", "proxyAddresses")
    when = UNTIDY_ADDRESSES

    def examine(self, entry: Entry) -> Iterator[Finding]:
        mail = entry.first("mail") or ""
        addresses = entry.all("proxyAddresses")
        if "@" in mail and any(addresses) and not any(map(is_smtp, addresses)):
            message = "is ignored, since proxyAddresses holds addresses and none of the type SMTP"
            yield self.finding(entry, "mail", mail, message)
