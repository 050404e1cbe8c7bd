from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Severity, unlike


class HiddenFromAddressListWithoutAlias(Check):
    """The user is hidden from the address lists here, and will show in those of the cloud.

    Entra Connect only synchronises msExchHideFromAddressLists of users with a mailNickname.

    Fix: set the alias, with the Exchange tools or by
    `Set-ADUser ana -Replace @{mailNickname='ana'}`.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    Since: 0.1
    """

    id = "hidden-from-address-list-without-alias"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("msExchHideFromAddressLists", "mailNickname")
    # wider than `examine`, which takes the word in any case: only the usual one is passed over
    when = unlike("msExchHideFromAddressLists", "FALSE")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        hidden = entry.first("msExchHideFromAddressLists")
        if hidden and hidden.upper() == "TRUE" and not entry.has("mailNickname"):
            message = "is not synchronised, since mailNickname is missing"
            yield self.finding(entry, "msExchHideFromAddressLists", hidden, message)
