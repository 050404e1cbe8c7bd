from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Severity, absent, present


class TargetAddressWithoutAlias(Check):
    """The user forwards mail, and has no mailNickname.

    Entra Connect only synchronises Exchange attributes, targetAddress among them, of users with a
    mailNickname. Without one, mail to the user is not forwarded to the mailbox in the cloud.

    Fix: set the alias, with the Exchange tools or by
    `Set-ADUser ana -Replace @{mailNickname='ana'}`; or clear targetAddress if nothing is forwarded.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    Since: 0.1
    """

    id = "target-address-without-alias"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("targetAddress", "mailNickname")
    when = present("targetAddress") & absent("mailNickname")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        target = entry.first("targetAddress")
        if target is not None and not entry.has("mailNickname"):
            message = "is not synchronised, since mailNickname is missing"
            yield self.finding(entry, "targetAddress", target, message)
