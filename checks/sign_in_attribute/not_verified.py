from readiness import DomainCheck, Plan, Skip, may_be_initial, unverified, verified_domains

from ._sign_in import SignInCheck


class SignInAttributeNotVerified(SignInCheck, DomainCheck):
    """The attribute that people will sign in with ends in a domain that is not verified.

    The user synchronises as `<alias>@<tenant>.onmicrosoft.com` and cannot sign in with the name
    that people expect. A sub-domain of a verified domain needs no proof, but has to be added: until
    it is listed, it is not verified.

    Fix: verify the domain (Microsoft Entra admin center, Domain names, Add custom domain), or
    correct the attribute (Active Directory Users and Computers, Attribute Editor).
    Step: verify-domain: Verify {part} in the tenant, or give {who} a sign-in name in a verified
    domain.
    Risk: People sign in with the new name from then on.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
    See: https://learn.microsoft.com/graph/api/domain-post-domains
    Since: 0.1
    """

    id = "sign-in-attribute-not-verified"

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if not plan.verified_domains:
            raise Skip("no verified domain was given", reason="not-asked")
        self.verified = verified_domains(plan)

    def domain(self, value: str) -> str:
        local, _, domain = value.strip().lower().partition("@")
        # a value without a name or domain is the business of sign-in-attribute-malformed
        return domain if local and "@" not in domain else ""

    def wrong(self, value: str) -> str | None:
        if may_be_initial(value, self.plan):
            return None
        reason = unverified(value, self.verified)
        return None if reason is None else f"has a domain that {reason}"
