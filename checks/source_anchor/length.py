from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Plan, Severity, where_octets

from ._anchor import (
    CONSISTENCY_GUID,
    require_consistency_guid,
    shown,
)

GUID_OCTETS = 16
# 42 octets are 56 characters of base64, 43 are 60, and an anchor must have fewer than 60:
# https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
ANCHOR_OCTETS_MAX = 42


class SourceAnchorLength(Check):
    """The ms-DS-ConsistencyGuid is no GUID.

    Active Directory takes octets of any number there. Entra Connect takes them as the anchor, and
    what wrote them does not follow the rules: the anchor will not match what other tools compute,
    and one of more than 42 octets is too long for Entra ID.

    Fix: before the first synchronisation, clear the attribute (Set-ADUser ben -Clear
    mS-DS-ConsistencyGuid), so that Entra Connect fills it, or set the 16 octets of the GUID that
    was meant.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
    See: https://learn.microsoft.com/windows/win32/adschema/a-ms-ds-consistencyguid
    Since: 0.1
    """

    id = "source-anchor-length"
    severity = Severity.WARNING
    kinds = USERS
    reads = (CONSISTENCY_GUID,)
    when = where_octets(CONSISTENCY_GUID, lambda octets: len(octets) != GUID_OCTETS)

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_consistency_guid(plan)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        for octets in entry.raw(CONSISTENCY_GUID):
            size = len(octets)
            if size != GUID_OCTETS:
                excess = ", too long for an anchor" if size > ANCHOR_OCTETS_MAX else ""
                message = f"has {size} octets instead of {GUID_OCTETS}{excess}"
                yield self.finding(entry, CONSISTENCY_GUID, shown(octets), message)
