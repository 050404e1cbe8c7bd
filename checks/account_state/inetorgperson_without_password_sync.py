from collections.abc import Iterator

from readiness import Check, Entry, Finding, Kind, Plan, Severity, Sign

from ._account import is_enabled, require_model


class InetorgpersonWithoutPasswordSync(Check):
    """The account is an inetOrgPerson, whose password is not synchronised.

    Password hash synchronisation only serves objects of the class user. The account arrives in
    Entra ID, and nobody can sign in with it.

    Fix: convert the object to the class user (remove inetOrgPerson from objectClass), or use
    pass-through authentication or federation.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-password-hash-synchronization
    See: https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-prerequisites
    Since: 0.1
    """

    id = "inetorgperson-without-password-sync"
    severity = Severity.WARNING
    sign_of = Sign.INETORGPERSONS
    kinds = frozenset({Kind.INETORGPERSON})
    reads = ("objectClass", "userAccountControl")

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_model(plan, "password-hash-sync")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        if is_enabled(entry):
            message = "is a class that password hash synchronisation leaves out"
            yield self.finding(entry, "objectClass", entry.kind.value, message)
