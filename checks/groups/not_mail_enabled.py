from collections.abc import Iterator

from readiness import GROUPS, Check, Entry, Finding, Scope, Severity

from ._group import NEITHER_MAIL_NOR_SECURITY, has_only_secondary


class GroupNotMailEnabled(Check):
    """The distribution group does not arrive in the cloud, since it has no mail address.

    The sync engine takes in security groups, and groups with a mail address: a value of
    proxyAddresses that begins with `SMTP:`, or mail. A distribution group without either is left
    out without a word, and who mails to it or relies on it finds nothing.

    Fix: give the group an address (Enable-DistributionGroup in Exchange, or Set-ADGroup "Sales"
    -Replace @{mail="sales@contoso.com"; proxyAddresses="SMTP:sales@contoso.com"}), make it a
    security group, or delete it.
    Step: give-group-mail: Give {who} a mail address, or leave them out of scope.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-user-and-contacts
    Since: 0.1
    """

    id = "group-not-mail-enabled"
    severity = Severity.ERROR
    kinds = GROUPS
    reads = ("mail", "proxyAddresses")
    scope = Scope.OUT

    def examine(self, entry: Entry) -> Iterator[Finding]:
        if entry.out_of_scope != NEITHER_MAIL_NOR_SECURITY:
            return
        if has_only_secondary(entry.all("proxyAddresses")):
            return  # Microsoft contradicts itself there: see group-only-secondary-smtp
        mail = entry.first("mail")
        if mail is None:
            message = "is missing, so that the distribution group does not synchronise"
        else:
            message = "is no address, so that the distribution group does not synchronise"
        yield self.finding(entry, "mail", mail, message)
