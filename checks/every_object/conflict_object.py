from collections.abc import Iterator

from readiness import RECIPIENTS, Check, Entry, Finding, Scope, Severity, before_conflict, contains


class ConflictObject(Check):
    r"""The object lost a replication conflict and does not arrive in the cloud.

    Two domain controllers created objects of one name. Active Directory kept one of them and
    renamed the other to `<name>\0ACNF:<objectGUID>`; the sync engine leaves that one out. Somebody
    may be working with it, or miss what only it holds.

    Fix: compare the object with the one that kept the name, move what is needed (memberships,
    addresses, permissions) to the one that stays, and delete the other.
    Step: resolve-conflict-object: Merge or delete {who} left behind by a replication conflict.
    Risk: Group memberships of the copy are lost unless they are given to the other object
    first.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    Since: 0.1
    """

    id = "conflict-object"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ()
    scope = Scope.OUT
    when = contains("dn", "CNF:")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        original = before_conflict(entry.dn)
        # not where another rule leaves it out before: to merge the two would not bring it in
        if original is not None and entry.out_of_scope == "conflict-object":
            message = f"tells that it lost a replication conflict, probably with “{original}”"
            yield self.finding(entry, "dn", None, message)
