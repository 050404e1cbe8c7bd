from collections.abc import Iterator

from readiness import NOTHING, USERS, Check, Entry, Finding, Severity, Sound

from ._recipient import LOCAL_MAILBOXES, REMOTE_MAILBOXES

NEEDING_NONE = frozenset({"", *map(str, LOCAL_MAILBOXES)})


def has_a_target(recipient: str, target: str) -> bool:
    """Whether there is a targetAddress, or surely a recipient that needs none."""
    return bool(target) or recipient in NEEDING_NONE


class RemoteMailboxWithoutTarget(Check):
    """The mailbox is in Exchange Online, and Exchange here does not know where.

    The user is marked as having a mailbox in the cloud, but targetAddress is missing: mail from
    on premises cannot be forwarded to it.

    Fix: `Set-RemoteMailbox ana -RemoteRoutingAddress ana@contoso.mail.onmicrosoft.com`.
    See: https://learn.microsoft.com/powershell/module/exchange/set-remotemailbox
    """

    id = "remote-mailbox-without-target"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("msExchRecipientTypeDetails", "targetAddress")
    plain = {"msExchRecipientTypeDetails": NOTHING}
    sound = Sound(has_a_target, ("msExchRecipientTypeDetails",), present=("targetAddress",))

    def examine(self, entry: Entry) -> Iterator[Finding]:
        what = REMOTE_MAILBOXES.get(entry.number("msExchRecipientTypeDetails") or 0)
        if what is not None and not entry.has("targetAddress"):
            message = f"is {what}, but has no targetAddress"
            yield self.finding(entry, "targetAddress", None, message)
