from collections.abc import Iterator

from readiness import Entry, Finding, Severity

from ._proxy import AddressesCheck


class ProxyAddressRepeated(AddressesCheck):
    """An object has the same address twice.

    The two differ in nothing but capitals, as `SMTP:ana@contoso.com` and `smtp:Ana@contoso.com`
    do. The cloud keeps one of them, and it is not documented which.

    Fix: remove the value that is not wanted (Active Directory Users and Computers, Attribute
    Editor, proxyAddresses).
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-declarative-provisioning
    Since: 0.1
    """

    id = "proxy-address-repeated"
    severity = Severity.INFO

    def examine(self, entry: Entry) -> Iterator[Finding]:
        values = entry.all("proxyAddresses")
        if len({value.strip().lower() for value in values}) == len(values):
            return
        seen: dict[str, str] = {}
        for value in values:
            address = value.strip().lower()
            if address in seen:
                message = f"is the same address as “{seen[address]}” on the same object"
                yield self.finding(entry, "proxyAddresses", value, message)
            seen.setdefault(address, value)
