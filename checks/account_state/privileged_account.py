from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Severity, contains, where

from ._account import is_enabled

# https://learn.microsoft.com/windows-server/identity/ad-ds/plan/security-best-practices/appendix-c--protected-accounts-and-groups-in-active-directory
PROTECTED_GROUPS = (
    "cn=domain admins,",
    "cn=enterprise admins,",
    "cn=schema admins,",
    "cn=group policy creator owners,",
    "cn=key admins,",
    "cn=enterprise key admins,",
    "cn=administrators,cn=builtin,",
    "cn=account operators,cn=builtin,",
    "cn=server operators,cn=builtin,",
    "cn=print operators,cn=builtin,",
    "cn=backup operators,cn=builtin,",
    "cn=replicator,cn=builtin,",
)
"""How their DNs begin, in lower case."""
# https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
PROTECTED_RIDS = {512, 518, 519, 520, 526, 527}


class PrivilegedAccount(Check):
    """The account administers the domain, and will be synchronised.

    Who takes it over in the cloud or on the premises is a step from the other side. Entra ID does
    not match such an account with a cloud administrator, and neither a password reset in the cloud
    nor Entra Connect's source anchor can be written back to it. adminCount stays 1 when somebody
    leaves an administrative group, so it may be a former administrator's account.

    Fix: leave the account out of the synchronisation (an organizational unit of its own) and use
    cloud-only accounts to administer the cloud. For a former administrator, clear adminCount and
    let the object inherit permissions again.
    See: https://learn.microsoft.com/entra/architecture/protect-m365-from-on-premises-attacks
    See: https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices
    Since: 0.1
    """

    id = "privileged-account"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("adminCount", "memberOf", "primaryGroupID", "userAccountControl")
    # wider than `ground`: a trigger may never miss anybody, and these are quick to ask
    when = (
        contains("memberOf", *PROTECTED_GROUPS)
        | where("adminCount", lambda count: count != "0")
        | where("primaryGroupID", lambda group: group != "513")
    )

    def examine(self, entry: Entry) -> Iterator[Finding]:
        reason = ground(entry)
        if reason is not None and is_enabled(entry):
            yield self.finding(entry, *reason)


def ground(entry: Entry) -> tuple[str, str, str] | None:
    """The attribute, value and message that say why the account is privileged, the best of them."""
    # what holds today goes before adminCount, which stays when somebody leaves the group
    for group in entry.all("memberOf"):
        if group.lower().startswith(PROTECTED_GROUPS):
            return "memberOf", group, "is an administrative group that the account belongs to"
    # memberOf does not have the primary group: that membership is kept with the user alone
    primary = entry.number("primaryGroupID")
    if primary in PROTECTED_RIDS:
        return "primaryGroupID", str(primary), "is an administrative group"
    if entry.number("adminCount") == 1:
        return "adminCount", "1", "says that the account is or was in an administrative group"
    return None
