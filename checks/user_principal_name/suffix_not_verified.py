from readiness import (
    Plan,
    Severity,
    Sign,
    Skip,
    may_be_initial,
    unroutable,
    unverified,
    verified_domains,
)

from ._upn import SuffixCheck


class UpnSuffixNotVerified(SuffixCheck):
    """The userPrincipalName ends in a domain that the tenant has not verified.

    Entra ID takes a user's name over only if its domain is verified. Otherwise the user
    synchronises as `<alias>@<tenant>.onmicrosoft.com`, and gets the expected name later, when
    the domain is verified: a change of the sign-in name that everybody notices. A sub-domain of a
    verified domain needs no proof, but has to be added: until it is listed, it is not verified.

    Fix: verify the domain (Microsoft Entra admin center, Domain names, Add custom domain), or give
    the user a suffix that is verified: `Set-ADUser ana -UserPrincipalName ana@contoso.com`.
    Step: verify-domain: Verify {part} in the tenant, or give {who} a sign-in name in a verified
    domain.
    Risk: Only one tenant can have a domain: make sure that no other one of yours needs it.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
    See: https://learn.microsoft.com/graph/api/domain-post-domains
    Since: 0.1
    """

    id = "upn-suffix-not-verified"
    severity = Severity.ERROR
    sign_of = Sign.UNVERIFIED_SUFFIX

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if not plan.verified_domains:
            raise Skip("no verified domain was given", reason="not-asked")
        self.verified = verified_domains(plan)

    def wrong(self, value: str) -> str | None:
        # a domain that nobody can verify is the business of upn-suffix-not-routable
        if may_be_initial(value, self.plan) or unroutable(value):
            return None
        reason = unverified(value, self.verified)
        return None if reason is None else f"has a suffix that {reason}"
