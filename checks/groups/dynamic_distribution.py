from collections.abc import Iterator

from readiness import Check, Entry, Finding, Kind, Scope, Severity

_CLASS = "msexchdynamicdistributionlist"


class GroupDynamicDistribution(Check):
    """The dynamic distribution group does not arrive in the cloud.

    Its members are the result of a query, which only the Exchange servers on the premises can
    make. The sync engine leaves it out: mailboxes in the cloud do not see it, and mail to it goes
    nowhere.

    Fix: create it anew in Exchange Online (New-DynamicDistributionGroup), or put a contact with its
    address in its place.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-user-and-contacts
    Since: 0.1
    """

    id = "group-dynamic-distribution"
    severity = Severity.WARNING
    # it is called a group and has no class of one, by which the kinds are told apart
    kinds = frozenset({Kind.OTHER})
    reads = ("objectClass",)
    scope = Scope.OUT

    def examine(self, entry: Entry) -> Iterator[Finding]:
        if _CLASS in map(str.lower, entry.all("objectClass")):
            message = "says that this is a dynamic distribution group, which does not synchronise"
            yield self.finding(entry, "objectClass", None, message)
