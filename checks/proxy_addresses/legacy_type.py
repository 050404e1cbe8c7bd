from readiness import LEGACY_TYPES, RECIPIENTS, Severity, ValueCheck, split_proxy


class ProxyAddressLegacyType(ValueCheck):
    """A proxy address is of a mail system that the cloud does not speak to.

    Addresses of types such as X400, MSMail and ccMail are not synchronised. They do no harm, but
    an object with hundreds of them can be too large.

    Fix: remove the value when no connector on premises needs it any more:
    `Set-ADUser ana -Remove @{proxyAddresses='X400:c=US;a= ;p=Contoso;s=Silva;'}`.
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    Since: 0.1
    """

    id = "proxy-address-legacy-type"
    severity = Severity.INFO
    kinds = RECIPIENTS
    reads = ("proxyAddresses",)
    trusts_healthy = True

    def wrong(self, value: str) -> str | None:
        kind = split_proxy(value)[0].upper()
        return f"is of the type {kind}, which is not synchronised" if kind in LEGACY_TYPES else None
