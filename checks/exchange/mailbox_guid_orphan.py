from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Severity, absent, present

from ._recipient import LOCAL_MAILBOXES, REMOTE_MAILBOXES


class MailboxGuidOrphan(Check):
    """The user has the GUID of a mailbox, and no mailbox.

    Exchange Online takes msExchMailboxGuid as the sign of a mailbox that is still to be migrated,
    and creates none: "This user's on-premises mailbox hasn't been migrated to Exchange Online".

    Fix: make sure that the mailbox is gone (`Get-Mailbox ana`), then clear what it left:
    `Set-ADUser ana -Clear msExchMailboxGuid`.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-sync-attributes-synchronized
    Since: 0.1
    """

    id = "mailbox-guid-orphan"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("msExchMailboxGuid", "homeMDB", "msExchRecipientTypeDetails")
    when = present("msExchMailboxGuid") & absent("homeMDB")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        if entry.has("homeMDB") or not entry.has("msExchMailboxGuid"):
            return
        recipient = entry.number("msExchRecipientTypeDetails")
        if recipient not in LOCAL_MAILBOXES and recipient not in REMOTE_MAILBOXES:
            message = "is set, but neither homeMDB nor the type of a mailbox is"
            yield self.finding(entry, "msExchMailboxGuid", None, message)
