from collections.abc import Iterator

from readiness import Entry, Finding, Severity

from ._proxy import AddressesCheck

# https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors#largeobject-or-exceededallowedlength
MANY = 300


class ProxyAddressCount(AddressesCheck):
    """The object has more addresses than Entra ID has room for.

    There is no fixed limit, but an object may only be so large, and with somewhat more than 300
    proxy addresses of any type it is too large: no change of it is synchronised any more.

    Fix: remove the addresses that nobody writes to, those of legacy types first (Active Directory
    Users and Computers, Attribute Editor, proxyAddresses).
    Prevents: LargeObject, ExceededAllowedLength
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    Since: 0.1
    """

    id = "proxy-address-count"
    severity = Severity.WARNING

    def examine(self, entry: Entry) -> Iterator[Finding]:
        count = len(entry.all("proxyAddresses"))
        if count > MANY:
            message = f"holds {count} addresses; about {MANY} fit into an object"
            yield self.finding(entry, "proxyAddresses", None, message)
