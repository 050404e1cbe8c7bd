from collections.abc import Iterator

from readiness import (
    BECOME_UNDERSCORES,
    RECIPIENTS,
    Entry,
    Finding,
    Severity,
    ValueCheck,
    is_smtp,
    split_proxy,
)


class AddressUnderscoreInCloud(ValueCheck):
    """A mail address has a character that becomes an underscore in the cloud.

    Active Directory and mail servers take ``` ` | = ? / % ``` before the @; Exchange Online
    replaces each of them by an underscore. Mail to the address as people know it comes back.

    Fix: give the object an address without the character, tell its correspondents, and remove the
    old one: `Set-ADUser ana -Remove @{proxyAddresses='smtp:r/d@contoso.com'}`.
    See: https://learn.microsoft.com/microsoft-365/troubleshoot/active-directory/email-address-contain-underscore
    Since: 0.1
    """

    id = "address-underscore-in-cloud"
    severity = Severity.WARNING
    kinds = RECIPIENTS
    reads = ("mail", "proxyAddresses")
    trusts_healthy = True

    def judge(self, entry: Entry, attribute: str, value: str) -> Iterator[Finding]:
        if attribute == "mail":
            address = value
        elif is_smtp(value):
            address = split_proxy(value)[1]
        else:
            return
        local, sign, _ = address.rpartition("@")
        found = [character for character in BECOME_UNDERSCORES if sign and character in local]
        if found:
            message = f"has {' '.join(found)} before the @, which becomes _ in the cloud"
            yield self.finding(entry, attribute, value, message)
