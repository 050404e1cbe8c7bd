from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Severity, contains, why_kept_out


class AccountToKeepOut(Check):
    """The account serves a system, and nobody in the cloud.

    `krbtgt_AzureAD` holds the keys with which Entra ID issues Kerberos tickets for this domain. A
    HealthMailbox is what Exchange tests itself with. An account with `#EXT#` in its name stands
    for a guest whom the tenant has already, and would fight with the guest for name and address.
    None of them lacks a name or an address that somebody should give it.

    Fix: leave the container out of the filter of organisational units (CN=Users, CN=Monitoring
    Mailboxes below CN=Microsoft Exchange System Objects), or mark the account:
    `Set-ADUser krbtgt_AzureAD -Replace @{adminDescription='User_NoSync'}`.
    See: https://maester.dev/docs/next/tests/MT.1147
    See: https://github.com/Azure-Samples/B2B-to-AD-Sync/pull/10
    Since: 0.1
    """

    id = "account-to-keep-out"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("sAMAccountName", "userPrincipalName")
    when = (
        contains("sAMAccountName", "krbtgt_AzureAD")
        | contains("sAMAccountName", "HealthMailbox")
        | contains("userPrincipalName", "HealthMailbox")
        | contains("userPrincipalName", "#EXT#")
    )

    def examine(self, entry: Entry) -> Iterator[Finding]:
        why = why_kept_out(entry)
        if why is not None:
            account = entry.first("sAMAccountName")
            message = f"belongs to an account that {why}: keep it out of the synchronisation"
            yield self.finding(entry, "sAMAccountName", account, message)
