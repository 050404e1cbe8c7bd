from collections.abc import Iterator

from readiness import USERS, AccountControl, Check, Entry, Finding, Severity, flag

from ._account import is_enabled

# linked, shared, room and equipment mailboxes, here and in Exchange Online: disabled by design
# https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-user-and-contacts
MAILBOXES_OF_NOBODY = {2, 4, 16, 32, 1 << 33, 1 << 34, 1 << 35}


class DisabledAccount(Check):
    """The account is disabled, and will be synchronised all the same.

    It arrives in Entra ID disabled, counts against the number of objects, keeps its name and
    addresses from being used again, and stays in address lists. Shared mailboxes, rooms and
    equipment are disabled by design and are not reported.

    Fix: delete the account, or move it to an organizational unit that is not synchronised.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-user-and-contacts
    See: https://learn.microsoft.com/entra/architecture/ops-guide-iam
    Since: 0.1
    """

    id = "disabled-account"
    severity = Severity.INFO
    kinds = USERS
    reads = ("userAccountControl", "msExchRecipientTypeDetails")
    when = flag("userAccountControl", AccountControl.DISABLED)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        mailbox = entry.number("msExchRecipientTypeDetails")
        if not is_enabled(entry) and mailbox not in MAILBOXES_OF_NOBODY:
            value = entry.first("userAccountControl")
            yield self.finding(entry, "userAccountControl", value, "disables the account")
