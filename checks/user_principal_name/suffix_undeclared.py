from readiness import Entry, Plan, Severity, Skip

from ._upn import SuffixCheck


class UpnSuffixUndeclared(SuffixCheck):
    """The userPrincipalName ends in a domain that the forest does not declare.

    Active Directory stores any suffix, but offers, and routes between forests, only its own domains
    and those on the list of alternative UPN suffixes. Such a name was written by a script or copied
    from another forest: it may be a typing error, or a domain that nobody thought of verifying.

    Fix: add the suffix in Active Directory Domains and Trusts (Properties of the root node, UPN
    Suffixes), or `Set-ADForest -Identity contoso.com -UPNSuffixes @{Add="contoso.de"}`; if it is a
    mistake, correct the user.
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-a-non-routable-domain-for-directory-synchronization
    Since: 0.1
    """

    id = "upn-suffix-undeclared"
    severity = Severity.INFO

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if not plan.declared_suffixes:
            raise Skip("the source does not tell which UPN suffixes the forest declares")
        self.declared = frozenset(domain.lower() for domain in plan.declared_suffixes)

    def wrong(self, value: str) -> str | None:
        return None if value in self.declared else "has a suffix that the forest does not declare"

    def propose_for(self, entry: Entry, value: str) -> None:
        """A mistake or a gap in the list: nobody can tell from here."""
