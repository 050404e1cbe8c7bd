from collections.abc import Iterator

from readiness import Entry, Finding, Severity, fold, fold_proxy, is_smtp, lasting_primary

from ._proxy import AddressesCheck, is_primary


class ProxyAddressPrimaryMissing(AddressesCheck):
    """The object has SMTP addresses, and none of them is the primary one.

    The primary address is the one with `SMTP:` in capitals. Without it the `onmicrosoft.com`
    address becomes the primary: people's mail goes out under that, and since June 2026 to no more
    than 100 external recipients a day of the whole tenant (550 5.7.236).

    Fix: write `SMTP:` in capitals before the address that others shall see (Active Directory Users
    and Computers, Attribute Editor, proxyAddresses).
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/objects-dont-sync-ad-sync-tool
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    See: https://techcommunity.microsoft.com/blog/exchange/limiting-onmicrosoft-domain-usage-for-sending-emails/4446167
    Since: 0.1
    """

    id = "proxy-address-primary-missing"
    severity = Severity.WARNING
    consults = ("mail", "userPrincipalName")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        values = entry.all("proxyAddresses")
        if any(map(is_primary, values)):
            return
        addresses = [value for value in values if is_smtp(value)]
        if not addresses:
            return
        lasting = fold(lasting_primary(entry, self.plan) or "")
        meant = [value for value in addresses if fold_proxy(value) == lasting]
        if len(meant) == 1:
            promoted = f"SMTP:{meant[0].strip()[5:]}"
            message = "is not the primary SMTP address, and no other address is"
            yield self.finding(entry, "proxyAddresses", meant[0], message, proposal=promoted)
        # no proposal: the cloud would not keep it as it is, or mail names another address
        elif len(addresses) == 1:
            message = "is not the primary SMTP address, and no other address is"
            yield self.finding(entry, "proxyAddresses", addresses[0], message)
        else:
            message = f"holds {len(addresses)} SMTP addresses, none of which is the primary one"
            yield self.finding(entry, "proxyAddresses", None, message)
