from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Severity, absent, present

ATTRIBUTES = (
    "msExchRecipientTypeDetails",
    "msExchMailboxGuid",
    "msExchArchiveGUID",
    "homeMDB",
    "legacyExchangeDN",
)
"""Each of them shows that the user is, or was, a recipient of Exchange."""


class ExchangeAttributesWithoutAlias(Check):
    """The user has Exchange attributes, and no mailNickname.

    Entra Connect only synchronises the Exchange attributes of users with a mailNickname. Exchange
    Online then does not know of the mailbox on premises, and creates a second, empty one as soon
    as the user has a licence.

    Fix: if the user has a mailbox or forwards mail, set the alias, with the Exchange tools or by
    `Set-ADUser ana -Replace @{mailNickname='ana'}`; if not, clear what is left with
    `Disable-Mailbox` or `Disable-MailUser`.
    IdFix: Blank
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    Since: 0.1
    """

    id = "exchange-attributes-without-alias"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("mailNickname", *ATTRIBUTES)
    when = absent("mailNickname") & (
        present("msExchRecipientTypeDetails")
        | present("msExchMailboxGuid")
        | present("msExchArchiveGUID")
        | present("homeMDB")
        | present("legacyExchangeDN")
    )

    def examine(self, entry: Entry) -> Iterator[Finding]:
        if entry.has("mailNickname"):
            return
        found = [name for name in ATTRIBUTES if entry.has(name)]
        if found:
            message = f"is missing, so that no Exchange attribute synchronises: {', '.join(found)}"
            yield self.finding(entry, "mailNickname", None, message)
