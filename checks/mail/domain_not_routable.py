from readiness import (
    DOMAIN,
    RECIPIENTS,
    DomainCheck,
    Entry,
    Severity,
    lasting_primary,
    unroutable,
)


class MailDomainNotRoutable(DomainCheck):
    """The mail address ends in a domain that the public internet does not know.

    Nobody outside can write to it, and no tenant can verify the domain: Exchange Online drops the
    address.

    Fix: enter an address in a public domain (Active Directory Users and Computers, General,
    E-mail), or `Set-ADUser ana -EmailAddress ana@contoso.com`.
    IdFix: TopLevelDomain
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-a-non-routable-domain-for-directory-synchronization
    Since: 0.1
    """

    id = "mail-domain-not-routable"
    severity = Severity.WARNING
    kinds = RECIPIENTS
    reads = ("mail",)
    consults = ("proxyAddresses", "userPrincipalName")

    def domain(self, value: str) -> str:
        domain = super().domain(value.rstrip())
        # what is no domain name at all is the business of mail-malformed
        return domain if DOMAIN.fullmatch(domain) else ""

    def wrong(self, value: str) -> str | None:
        reason = unroutable(value)
        return None if reason is None else f"has a domain that {reason}"

    def propose_for(self, entry: Entry, value: str) -> str | None:  # noqa: ARG002
        # without a list of domains, nobody knows whether another address would do
        return lasting_primary(entry, self.plan) if self.plan.verified_domains else None
