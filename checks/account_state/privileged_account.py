from collections.abc import Iterator

from readiness import (
    USERS,
    Check,
    Entry,
    Finding,
    Severity,
    contains,
    sign_of_privilege,
    unlike,
)

from ._account import is_enabled


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
    # wider than the signs: a trigger may never miss anybody, and these are quick to ask. Each of
    # the groups has one of three parts
    when = (
        contains("memberOf", "Admins,", ",CN=Builtin,", "CN=Group Policy Creator Owners,")
        | unlike("adminCount", "0")
        | unlike("primaryGroupID", "513")
    )

    def examine(self, entry: Entry) -> Iterator[Finding]:
        sign = sign_of_privilege(entry)
        if sign is not None and is_enabled(entry):
            yield self.finding(entry, *sign)
