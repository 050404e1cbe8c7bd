from collections.abc import Iterator

from readiness import GROUPS, Check, Entry, Finding, Scope, Severity, absent, where

from ._group import NEITHER_MAIL_NOR_SECURITY, has_only_secondary


class GroupOnlySecondarySmtp(Check):
    """The group has secondary mail addresses only.

    Without mail and without an address that begins with `SMTP:` in capitals, the synchronisation
    rules take the group for one without mail; Microsoft's documentation says that any `smtp:` will
    do. A security group may arrive without an address, and a distribution group not at all.

    Fix: make one of the addresses the primary one: write its `smtp:` in capitals, and set mail to
    the same address.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-user-and-contacts
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-sync-functions-reference#contains
    Since: 0.1
    """

    id = "group-only-secondary-smtp"
    severity = Severity.WARNING
    kinds = GROUPS
    reads = ("mail", "proxyAddresses")
    when = absent("mail") | where("mail", lambda mail: "@" not in mail)
    scope = Scope.ANY

    def examine(self, entry: Entry) -> Iterator[Finding]:
        if entry.out_of_scope not in {None, NEITHER_MAIL_NOR_SECURITY}:
            return
        if "@" in (entry.first("mail") or ""):
            return
        if has_only_secondary(entry.all("proxyAddresses")):
            message = "holds secondary mail addresses only, and mail holds none"
            yield self.finding(entry, "proxyAddresses", None, message)
