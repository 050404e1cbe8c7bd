from collections.abc import Iterator

from readiness import Entry, Finding, Severity

from ._proxy import AddressesCheck, is_primary

SHOWN = 5


class ProxyAddressPrimaryMultiple(AddressesCheck):
    """The object has more than one primary SMTP address.

    Only one value may have `SMTP:` in capitals. With several, nobody can say under which address
    the person's mail will go out, or whether the object is taken at all.

    Fix: leave `SMTP:` before the one address that others shall see, and write `smtp:` before the
    rest (Active Directory Users and Computers, Attribute Editor, proxyAddresses).
    Step: choose-primary-address: Leave {who} one primary address each.
    Risk: The sender address of mail may change; the other address still receives.
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    Since: 0.1
    """

    id = "proxy-address-primary-multiple"
    severity = Severity.ERROR

    def examine(self, entry: Entry) -> Iterator[Finding]:
        primary = [value.strip() for value in entry.all("proxyAddresses") if is_primary(value)]
        if len(primary) > 1:
            shown = ", ".join(f"“{value}”" for value in primary[:SHOWN])
            message = f"holds {len(primary)} primary SMTP addresses: {shown}"
            yield self.finding(entry, "proxyAddresses", None, message)
