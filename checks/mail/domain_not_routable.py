from readiness import DOMAIN, RECIPIENTS, DomainCheck, Plan, Severity, unroutable


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

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.replacement = plan.verified_domains[0] if plan.verified_domains else None

    def domain(self, value: str) -> str:
        domain = super().domain(value.rstrip())
        return domain if DOMAIN.fullmatch(domain) else ""

    def wrong(self, value: str) -> str | None:
        reason = unroutable(value)
        return None if reason is None else f"has a domain that {reason}"

    def propose(self, value: str) -> str | None:
        return self.replacement and f"{value.strip().rpartition('@')[0]}@{self.replacement}"
