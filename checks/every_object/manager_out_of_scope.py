from collections.abc import Collection, Iterator

from readiness import EVERY_KIND, Finding, JoinCheck, Key, KeyHolder, Scope, Severity, fold_dn


class ManagerOutOfScope(JoinCheck):
    """The manager of the person does not arrive in the cloud.

    A reference to an object that the sync engine leaves out is lost: the person has no manager in
    the cloud, and whatever asks the manager (approvals, access reviews, the organisation chart)
    asks nobody.

    Fix: bring the manager into the scope, or name somebody else (Active Directory Users and
    Computers, Organization, Manager): `Set-ADUser ana -Manager ben`.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-sync-attributes-synchronized
    Since: 0.1
    """

    id = "manager-out-of-scope"
    severity = Severity.WARNING
    kinds = EVERY_KIND
    reads = ("manager",)
    # in the space of members, whose names are compared anyway
    left = (Key("member", "manager", fold_dn),)
    right = (Key("member", "dn", fold_dn, scope=Scope.OUT),)

    def compare(
        self, left: Collection[KeyHolder], right: Collection[KeyHolder]
    ) -> Iterator[Finding]:
        for person in left:
            yield self.shared(person, right, "does not synchronise")
