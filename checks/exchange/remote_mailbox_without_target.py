from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Severity, absent, where

from ._recipient import NEEDING_NO_TARGET, REMOTE_MAILBOXES


class RemoteMailboxWithoutTarget(Check):
    """The mailbox is in Exchange Online, and Exchange here does not know where.

    The user is marked as having a mailbox in the cloud, but targetAddress is missing: mail from
    on premises cannot be forwarded to it. Of a mailbox that is managed in the cloud
    (IsExchangeCloudManaged), Exchange attributes of Active Directory no longer reach the cloud.

    Fix: `Set-RemoteMailbox ana -RemoteRoutingAddress ana@contoso.mail.onmicrosoft.com`.
    IdFix: Blank
    See: https://learn.microsoft.com/powershell/module/exchange/set-remotemailbox
    See: https://learn.microsoft.com/exchange/hybrid-deployment/enable-exchange-attributes-cloud-management
    Since: 0.1
    """

    id = "remote-mailbox-without-target"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("msExchRecipientTypeDetails", "targetAddress")
    when = absent("targetAddress") & where(
        "msExchRecipientTypeDetails", lambda kind: kind not in NEEDING_NO_TARGET
    )

    def examine(self, entry: Entry) -> Iterator[Finding]:
        what = REMOTE_MAILBOXES.get(entry.number("msExchRecipientTypeDetails") or 0)
        if what is not None and not entry.has("targetAddress"):
            message = f"is missing, although the user has {what}"
            yield self.finding(entry, "targetAddress", None, message)
