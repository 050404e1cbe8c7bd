from collections.abc import Iterator

from readiness import GROUPS, Check, Entry, Finding, Plan, Severity, several

# https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
CONNECT_LIMIT = 250_000
# https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/connect-to-cloud-sync-decision-guide
CLOUD_SYNC_MAX = 50_000


class GroupTooLarge(Check):
    """The group has more members than are synchronised.

    Entra Connect exports groups of fewer than 250,000 members, Cloud Sync groups of up to 50,000.
    A larger one does not arrive, or is not updated any more.

    Fix: split the group, or let its members come from a rule (a dynamic group in Entra ID).
    Step: divide-group: Divide {who}, or choose a tool that takes groups so large.
    Risk: Whatever grants access by the group has to name the parts.
    Prevents: Maximum Group member count exceeded
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    See: https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/connect-to-cloud-sync-decision-guide
    Since: 0.1
    """

    id = "group-too-large"
    severity = Severity.ERROR
    kinds = GROUPS
    reads = ("member",)

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        by_cloud_sync = plan.sync_tool == "cloud-sync"
        # Entra Connect takes fewer than its limit, Cloud Sync as many as its own
        self.most = CLOUD_SYNC_MAX if by_cloud_sync else CONNECT_LIMIT - 1
        self.when = several("member", self.most)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        count = len(entry.values("member"))
        if count > self.most:
            message = f"holds {count:,} members, of which at most {self.most:,} are synchronised"
            yield self.finding(entry, "member", None, message)
