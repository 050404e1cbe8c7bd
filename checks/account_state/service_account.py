from collections.abc import Iterator

from readiness import (
    USERS,
    Check,
    Entry,
    Finding,
    Severity,
    contains,
    present,
    sign_of_service,
)

from ._account import is_enabled


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
        sign = sign_of_service(entry)
        # a container says nothing of the one account: that is for waves and plans to heed
        if sign is not None and sign.attribute in self.reads and is_enabled(entry):
            yield self.finding(entry, *sign)
