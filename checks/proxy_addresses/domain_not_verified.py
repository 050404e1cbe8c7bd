from readiness import Plan, Severity, Skip, unroutable

from ._proxy import SmtpDomainCheck, covers, is_reserved


class ProxyAddressDomainNotVerified(SmtpDomainCheck):
    """An SMTP address is in a domain that the tenant has not verified.

    As soon as the user has an Exchange Online licence, addresses in other domains are removed
    without a word: mail to them comes back. A sub-domain of a verified domain passes, since Entra
    ID verifies it without further proof when it is added.

    Fix: verify the domain (Microsoft 365 admin center, Settings, Domains), or remove the address:
    `Set-ADUser ana -Remove @{proxyAddresses='smtp:ana@contoso.org'}`.
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    See: https://learn.microsoft.com/graph/api/resources/user
    """

    id = "proxy-address-domain-not-verified"
    severity = Severity.WARNING

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if not plan.verified_domains:
            raise Skip("no verified domain was given")
        domains = filter(None, (*plan.verified_domains, plan.initial_domain))
        self.verified = frozenset(domain.lower() for domain in domains)

    def wrong(self, value: str) -> str | None:
        if covers(self.verified, value) or is_reserved(value) or unroutable(value):
            return None
        return "has a domain that is not among the verified domains of the tenant"
