from readiness import Entry, Plan, Severity, Sign, Skip, nearest_among, verified_domains

from ._upn import SuffixCheck


class UpnSuffixNotFederated(SuffixCheck):
    """The userPrincipalName ends in a verified domain that is not federated.

    The plan is to sign in through a federation server, but Entra ID only sends people there whose
    domain is federated. This user is asked for a password that Entra ID does not have. A sub-domain
    inherits the federation of its parent, unless it was added to the tenant before its parent: then
    it keeps a setting of its own, which is to be federated by itself.

    Fix: federate the domain (Microsoft Entra Connect, Manage federation, Federate Microsoft Entra
    domain), or give the user a suffix that is federated.
    Step: federate-suffix: Federate {part}, or give {who} a sign-in name in a federated domain.
    Risk: A federated domain sends everybody in it to the federation server to sign in.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-multiple-domains
    Since: 0.1
    """

    id = "upn-suffix-not-federated"
    severity = Severity.ERROR
    sign_of = Sign.UNFEDERATED_SUFFIX

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if plan.identity_model != "federated":
            raise Skip("the planned identity model is not federation")
        if not plan.federated_domains:
            raise Skip("no federated domain was given")
        self.federated = frozenset(domain.lower() for domain in plan.federated_domains)
        self.verified = verified_domains(plan)

    def wrong(self, value: str) -> str | None:
        # of one that is not even verified, upn-suffix-not-verified tells
        if value in self.verified and nearest_among(self.federated, value) is None:
            return "has a suffix that is verified but not federated"
        return None

    def propose_for(self, entry: Entry, value: str) -> None:
        """Whether to federate the domain or to rename the user is for people to decide."""
