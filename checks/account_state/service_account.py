import re
from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Severity, contains, present

from ._account import is_enabled

NAME = r"(?i:svc[-_.])"
IS_SERVICE_NAME = re.compile(NAME)


class ServiceAccount(Check):
    """The account seems to belong to a service, and will be synchronised.

    It has a service principal name, or its sAMAccountName begins with svc. Services on the premises
    rarely need the cloud; there the account is one more that nobody watches.

    Fix: move it to an organizational unit that is not synchronised; where possible, replace it by a
    group managed service account.
    See: https://learn.microsoft.com/entra/architecture/ops-guide-iam
    See: https://learn.microsoft.com/windows-server/identity/ad-ds/manage/group-managed-service-accounts/group-managed-service-accounts/group-managed-service-accounts-overview
    Since: 0.1
    """

    id = "service-account"
    severity = Severity.INFO
    kinds = USERS
    reads = ("servicePrincipalName", "sAMAccountName", "userAccountControl")
    when = present("servicePrincipalName") | contains("sAMAccountName", "svc")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        principal, name = entry.first("servicePrincipalName"), entry.first("sAMAccountName") or ""
        if not is_enabled(entry):
            return
        # the surer sign first: one finding is enough to ask whose account it is
        if principal:
            message = "is the name of a service"
            yield self.finding(entry, "servicePrincipalName", principal, message)
        elif IS_SERVICE_NAME.match(name):
            message = "looks like the name of a service's account"
            yield self.finding(entry, "sAMAccountName", name, message)
