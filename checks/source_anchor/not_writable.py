from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Plan, Severity, Skip, unlike

from ._anchor import CONSISTENCY_GUID, require_consistency_guid


class SourceAnchorNotWritable(Check):
    """Entra Connect cannot write the source anchor of a protected account.

    It writes the objectGUID of every user into ms-DS-ConsistencyGuid. An account that is or was a
    member of an administrative group (adminCount = 1) does not inherit the permission that this
    needs, and its synchronisation ends in "permission-issue".

    Fix: keep administrators out of the synchronisation and give them accounts of the cloud. Where
    the account has left the groups, clear adminCount and let it inherit permissions again (Active
    Directory Users and Computers, Security, Advanced, Enable inheritance).
    Prevents: permission-issue
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-configure-ad-ds-connector-account
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-accounts-permissions
    Since: 0.1
    """

    id = "source-anchor-not-writable"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("adminCount", CONSISTENCY_GUID)
    when = unlike("adminCount", "0")

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_consistency_guid(plan)
        if plan.sync_tool == "cloud-sync":
            raise Skip("Cloud Sync does not write source anchors")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        # where a value is there already, nothing has to be written
        if entry.number("adminCount") == 1 and not entry.has(CONSISTENCY_GUID):
            message = "is empty, and the protected account (adminCount = 1) keeps it from being set"
            yield self.finding(entry, CONSISTENCY_GUID, None, message)
