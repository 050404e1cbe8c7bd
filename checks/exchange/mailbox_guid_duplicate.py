from collections.abc import Collection, Iterator

from readiness import (
    USERS,
    Finding,
    Key,
    KeyHolder,
    Severity,
    SharedKeyCheck,
    fold_mailbox_guid,
    guid_text,
)

ATTRIBUTES = ("msExchMailboxGuid", "msExchArchiveGUID")


class MailboxGuidDuplicate(SharedKeyCheck):
    """Two users have the GUID of one mailbox or archive.

    It happens when an account is copied with all its attributes. Exchange Online takes the GUID for
    the name of the mailbox: neither account is provisioned properly, and a move fails because the
    GUID is used by another recipient.

    Fix: find out whose mailbox it is (`Get-Mailbox ana`), and clear the GUID on the other account:
    `Set-ADUser ben -Clear msExchMailboxGuid`.
    See: https://learn.microsoft.com/exchange/hybrid-deployment/move-mailboxes
    Since: 0.1
    """

    id = "mailbox-guid-duplicate"
    severity = Severity.WARNING
    kinds = USERS
    reads = ATTRIBUTES
    keys = tuple(Key("mailbox-guid", name, fold_mailbox_guid, octets=True) for name in ATTRIBUTES)

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        # the key is the octets in hexadecimal, and people know a GUID by its text
        guid = guid_text(bytes.fromhex(next(iter(holders)).key)) or ""
        return super().compare([holder._replace(value=guid) for holder in holders])
