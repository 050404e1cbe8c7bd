from collections.abc import Iterator

from readiness import (
    ACCOUNT_OF_MAILBOX,
    USERS,
    Entry,
    Finding,
    Key,
    Plan,
    Scope,
    Severity,
    Skip,
    UnmatchedCheck,
    absent,
    fold_sid,
    is_smtp,
)


class MailMissing(UnmatchedCheck):
    """The user has no mail address at all.

    Neither mail nor an SMTP proxy address is set, and the account is enabled. Entra ID cannot match
    the user to an existing cloud account by mail address, and an Exchange Online mailbox gets the
    sign-in name as its address. An account whose mailbox is in another forest gets its addresses
    from there.

    Fix: enter the address (Active Directory Users and Computers, General, E-mail), or
    `Set-ADUser ana -EmailAddress ana@contoso.com`.
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    Since: 0.1
    """

    id = "mail-missing"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("mail", "proxyAddresses", "userAccountControl")
    when = absent("mail")
    left = (Key("sid", "objectSid", fold_sid, octets=True),)
    # wherever it is: a linked mailbox is out of scope itself, and lends its addresses all the same
    right = tuple(
        Key("sid", name, fold_sid, octets=True, scope=Scope.ANY) for name in ACCOUNT_OF_MAILBOX
    )

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if plan.match_users == "mail":
            raise Skip("the plan matches users by mail: see match-attribute-missing")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        if entry.is_disabled:
            return  # nobody signs in, or waits for mail
        if not entry.has("mail") and not any(map(is_smtp, entry.all("proxyAddresses"))):
            yield self.finding(entry, "mail", None, "is missing, and so is any SMTP address")
