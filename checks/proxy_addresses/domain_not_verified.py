from readiness import (
    GROUPS,
    USERS,
    Plan,
    Severity,
    Skip,
    is_reserved,
    unroutable,
    unverified,
    verified_domains,
)

from ._proxy import UnacceptedDomainCheck


class ProxyAddressDomainNotVerified(UnacceptedDomainCheck):
    """An SMTP address is in a domain that the tenant has not verified.

    As soon as the user has an Exchange Online licence, addresses in other domains are removed
    without a word: mail to them comes back. A sub-domain of a verified domain needs no proof, but
    has to be added: until it is listed, it is not verified. Contacts, who are elsewhere, are not
    asked for a domain of the tenant. A mailbox that is still on the premises does not move with
    such an address: the request is refused (NotAcceptedDomain).

    Fix: verify the domain (Microsoft 365 admin center, Settings, Domains), or remove the address:
    `Set-ADUser ana -Remove @{proxyAddresses='smtp:ana@contoso.org'}`.
    Step: verify-domain: Verify {part} in the tenant, or remove the addresses in it from {who}.
    Risk: Mail to a removed address comes back.
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    See: https://ingogegenwarth.wordpress.com/2018/05/14/exo-notaccepteddomainexception/
    Since: 0.1
    """

    id = "proxy-address-domain-not-verified"
    severity = Severity.ERROR
    kinds = USERS | GROUPS

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if not plan.verified_domains:
            raise Skip("no verified domain was given", reason="not-asked")
        self.verified = verified_domains(plan)

    def wrong(self, value: str) -> str | None:
        # proxy-address-reserved-domain and proxy-address-domain-not-routable judge these
        if is_reserved(value) or unroutable(value):
            return None
        reason = unverified(value, self.verified)
        return None if reason is None else f"has a domain that {reason}"

    def is_grave(self, value: str) -> bool:  # noqa: ARG002 - whichever it is, it may be verified
        return False
