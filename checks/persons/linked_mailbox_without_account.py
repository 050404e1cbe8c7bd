from collections.abc import Iterator

from readiness import (
    ACCOUNT_OF_MAILBOX,
    USERS,
    Entry,
    Finding,
    Scope,
    Severity,
    UnmatchedCheck,
    present,
)

from ._accounts import ACCOUNT, MAILBOXES_OUT_OF_SCOPE

RECIPIENT = "msExchRecipientTypeDetails"


class LinkedMailboxWithoutAccount(UnmatchedCheck):
    """The user is a linked mailbox, and its account is in none of the sources.

    The sync engine gives a linked mailbox no source anchor: it waits for the account in another
    forest whose objectSid is the msExchMasterAccountSid. Without it, nobody arrives in the cloud,
    and no error is reported anywhere. People who work with the account itself were turned into
    linked mailboxes by mistake, mostly by a migration.

    Fix: synchronise and scan the forest of the accounts, too. A mailbox that belongs to the user
    itself becomes an ordinary one: `Set-User ana -LinkedMasterAccount $null`, or
    `Set-ADUser ana -Replace @{msExchRecipientTypeDetails=1} -Clear msExchMasterAccountSid`.
    Step: find-linked-account: Find the accounts of {who}, or make ordinary mailboxes of them.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/user-object-missing-filtered
    Since: 0.1
    """

    id = "linked-mailbox-without-account"
    severity = Severity.ERROR
    kinds = USERS
    reads = (RECIPIENT, "msExchMasterAccountSid", "userAccountControl")
    scope = Scope.OUT
    when = present(RECIPIENT)
    left, right = MAILBOXES_OUT_OF_SCOPE, (ACCOUNT,)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        if entry.out_of_scope != "linked-mailbox":
            return
        named = entry.has(ACCOUNT_OF_MAILBOX[0])
        message = "stands for a linked mailbox, whose account is in none of the sources"
        if not named:
            message = "stands for a linked mailbox, which names no account"
        # of a disabled one, nobody knows whether its account is to come
        severity = Severity.WARNING if entry.is_disabled else None
        yield self.finding(entry, RECIPIENT, entry.first(RECIPIENT), message, severity=severity)
