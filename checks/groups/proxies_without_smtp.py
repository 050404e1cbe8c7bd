from collections.abc import Iterator

from readiness import GROUPS, UNTIDY_ADDRESSES, Check, Entry, Finding, Severity, is_smtp


class GroupProxiesWithoutSmtp(Check):
    """The group has proxy addresses, and none of them is a mail address.

    Microsoft's documentation calls such a group not mail-enabled in the cloud, even if mail is
    set; the synchronisation rules contradict that where mail is set. The group may arrive without
    any address.

    Fix: add the mail address: Set-ADGroup "Sales" -Add @{proxyAddresses="SMTP:sales@contoso.com"}.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-user-and-contacts
    Since: 0.1
    """

    id = "group-proxies-without-smtp"
    severity = Severity.WARNING
    kinds = GROUPS
    reads = ("proxyAddresses", "mail")
    # where addresses are tidy, one of them is primary, and so of the type SMTP
    when = UNTIDY_ADDRESSES

    def examine(self, entry: Entry) -> Iterator[Finding]:
        addresses = entry.all("proxyAddresses")
        if addresses and not any(is_smtp(address) for address in addresses):
            mail = entry.first("mail") or ""
            proposal = f"SMTP:{mail}" if "@" in mail else None
            message = "holds addresses, but none of the type SMTP"
            yield self.finding(entry, "proxyAddresses", None, message, proposal=proposal)
