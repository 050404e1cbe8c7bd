from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Plan, Severity, Skip, is_smtp, present


class MailboxWithoutRoutingAddress(Check):
    """The mailbox on the premises lacks the address that its move to Exchange Online needs.

    Mail follows a moved mailbox by an address in `<tenant>.mail.onmicrosoft.com`. Without one the
    move fails: "The target mailbox doesn't have an SMTP proxy matching".

    Fix: add it by the e-mail address policy, or with the Exchange tools:
    `Set-Mailbox ana -EmailAddresses @{add='ana@contoso.mail.onmicrosoft.com'}`.
    See: https://learn.microsoft.com/exchange/troubleshoot/move-or-migrate-mailboxes/no-smtp-proxy-matching
    Since: 0.1
    """

    id = "mailbox-without-routing-address"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("homeMDB", "proxyAddresses")
    when = present("homeMDB")

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if plan.initial_domain is None:
            raise Skip("no initial domain was given")
        tenant = plan.initial_domain.lower().removesuffix(".onmicrosoft.com")
        self.domain = f"{tenant}.mail.onmicrosoft.com"

    def examine(self, entry: Entry) -> Iterator[Finding]:
        if not entry.has("homeMDB"):
            return
        addresses = [
            address.strip().lower() for address in entry.all("proxyAddresses") if is_smtp(address)
        ]
        if not any(address.endswith(f"@{self.domain}") for address in addresses):
            message = f"holds no address in {self.domain}, without which the mailbox cannot move"
            yield self.finding(entry, "proxyAddresses", None, message)
