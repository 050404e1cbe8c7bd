from readiness import RECIPIENTS, Severity, ValueCheck

from ._proxy import MAX


class ProxyAddressTooLong(ValueCheck):
    """A proxy address is longer than Entra ID takes.

    A value of proxyAddresses may have 256 characters, its type included. Active Directory allows
    1,123 and does not object.

    Fix: shorten or remove the value (Active Directory Users and Computers, Attribute Editor,
    proxyAddresses); on a user of Exchange, with the Exchange tools.
    Step: shorten-addresses: Shorten or remove the long addresses of {who}.
    Risk: Mail to a removed address comes back.
    Prevents: ExceededAllowedLength
    IdFix: Length
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    Since: 0.1
    """

    id = "proxy-address-too-long"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ("proxyAddresses",)
    trusts_healthy = True

    def wrong(self, value: str) -> str | None:
        length = len(value.strip())
        return f"has {length} characters; {MAX} are allowed" if length > MAX else None
