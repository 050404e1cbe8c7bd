from collections.abc import Iterator

from readiness import (
    ADDRESS,
    USERS,
    Check,
    Entry,
    Finding,
    Severity,
    fold_proxy,
    is_smtp,
    present,
    split_proxy,
    where,
)

from ._recipient import NEEDING_NO_TARGET, REMOTE_MAILBOXES


class RemoteMailboxTargetNotOwn(Check):
    """The mailbox is in Exchange Online, and mail is routed to an address that it has not got.

    The targetAddress of a remote mailbox has to be one of its own proxy addresses. Otherwise the
    mailbox in the cloud does not know the address, and mail from the premises comes back.

    Fix: set the address by the Exchange tools, which write both:
    `Set-RemoteMailbox ana -RemoteRoutingAddress ana@contoso.mail.onmicrosoft.com`.
    See: https://learn.microsoft.com/powershell/module/exchange/set-remotemailbox
    See: https://evotec.xyz/onmicrosoft-com-address-missing
    Since: 0.1
    """

    id = "remote-mailbox-target-not-own"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("msExchRecipientTypeDetails", "targetAddress", "proxyAddresses")
    when = present("targetAddress") & where(
        "msExchRecipientTypeDetails", lambda kind: kind not in NEEDING_NO_TARGET
    )

    def examine(self, entry: Entry) -> Iterator[Finding]:
        target = entry.first("targetAddress") or ""
        if entry.number("msExchRecipientTypeDetails") not in REMOTE_MAILBOXES:
            return
        # one that is none at all is the business of target-address-invalid
        if not is_smtp(target) or not ADDRESS.fullmatch(split_proxy(target)[1]):
            return
        if fold_proxy(target) not in map(fold_proxy, entry.all("proxyAddresses")):
            message = "is none of the proxyAddresses of the mailbox, which mail is routed to"
            yield self.finding(entry, "targetAddress", target, message)
