from collections.abc import Iterator

from readiness import Entry, Finding, Plan, Skip

from ._sign_in import SignInCheck


class SignInAttributeNotVerified(SignInCheck):
    """The attribute that people will sign in with ends in a domain that is not verified.

    The user synchronises as `<alias>@<tenant>.onmicrosoft.com` and cannot sign in with the name
    that people expect. A sub-domain of a verified domain passes, since Entra ID verifies it without
    further proof when it is added.

    Fix: verify the domain (Microsoft Entra admin center, Domain names, Add custom domain), or
    correct the attribute (Active Directory Users and Computers, Attribute Editor).
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
    See: https://learn.microsoft.com/graph/api/domain-post-domains
    """

    id = "sign-in-attribute-not-verified"

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if not plan.verified_domains:
            raise Skip("no verified domain was given")
        initial = (plan.initial_domain,) if plan.initial_domain else ()
        self.verified = tuple(f".{one.lower()}" for one in (*plan.verified_domains, *initial))

    def examine(self, entry: Entry) -> Iterator[Finding]:
        for value in entry.all(self.attribute):
            local, _, domain = value.strip().lower().partition("@")
            # a value without a name or domain is the business of sign-in-attribute-malformed
            if local and domain and "@" not in domain and not self._is_verified(domain):
                message = "has a domain that the tenant has not verified"
                yield self.finding(entry, self.attribute, value, message)

    def _is_verified(self, domain: str) -> bool:
        may_be_initial = self.plan.initial_domain is None and domain.endswith(".onmicrosoft.com")
        return may_be_initial or f".{domain}".endswith(self.verified)
