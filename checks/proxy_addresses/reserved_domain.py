from readiness import Entry, Severity, is_reserved, promoted

from ._proxy import SmtpDomainCheck


class ProxyAddressReservedDomain(SmtpDomainCheck):
    """An SMTP address is in a domain of Microsoft's, where only the cloud gives out addresses.

    Addresses in `onmicrosoft.com` and `microsoftonline.com` are not synchronised: the cloud makes
    its own, which may be another one. `contoso.mail.onmicrosoft.com`, which a hybrid Exchange
    routes mail by, is left alone. Since June 2026, a tenant may send to 100 external recipients a
    day from `onmicrosoft.com` addresses.

    Fix: remove the address:
    `Set-ADUser ana -Remove @{proxyAddresses='smtp:ana@contoso.onmicrosoft.com'}`.
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    See: https://techcommunity.microsoft.com/blog/exchange/limiting-onmicrosoft-domain-usage-for-sending-emails/4446167
    Since: 0.1
    """

    id = "proxy-address-reserved-domain"
    severity = Severity.WARNING

    def wrong(self, value: str) -> str | None:
        if not is_reserved(value) or value.endswith(".mail.onmicrosoft.com"):
            return None
        return "has a domain in which only the cloud gives out addresses"

    def propose_for(self, entry: Entry, value: str) -> str | None:
        return promoted(value, entry, self.plan)
