from collections.abc import Iterator

from readiness import RECIPIENTS, Check, Entry, Finding, Severity, contains


class LostAndFound(Check):
    """The object lies in the container LostAndFound.

    Its own container was deleted on one domain controller while it was created or moved there on
    another. It synchronises, if that container is in scope, and is missing from the organisational
    unit where people look for it; if the container is not in scope, its account in the cloud is
    deleted.

    Fix: move the object to the organisational unit where it belongs (Active Directory Users and
    Computers, View, Advanced Features, LostAndFound), or delete it.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    Since: 0.1
    """

    id = "lost-and-found"
    severity = Severity.WARNING
    kinds = RECIPIENTS
    reads = ()
    when = contains("dn", ",CN=LostAndFound,DC=")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        # asked again, since `contains` also fires for every value that is no plain line of text
        if ",cn=lostandfound,dc=" in entry.dn.lower():
            yield self.finding(entry, "dn", None, "leads into the container LostAndFound")
