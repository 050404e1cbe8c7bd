from readiness import ADDRESS, RECIPIENTS, Severity, ValueCheck, is_smtp, split_proxy

from ._proxy import smtp_address


class ProxyAddressExtraColon(ValueCheck):
    """An SMTP address has a second colon behind its type.

    The colon after the type is the only one that Entra ID takes: `SMTP:user:M@contoso.com` is not
    synchronised, and the person is not reached at the address.

    Fix: correct or remove the value (Active Directory Users and Computers, Attribute Editor,
    proxyAddresses); on a user of Exchange, with the Exchange tools.
    Step: respell-addresses: Take the second colon out of the addresses of {who}.
    IdFix: Character
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    Since: 0.1
    """

    id = "proxy-address-extra-colon"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ("proxyAddresses",)
    trusts_healthy = True

    def wrong(self, value: str) -> str | None:
        return "has another colon behind its type" if ":" in (smtp_address(value) or "") else None

    def propose(self, value: str) -> str | None:
        kind, address = split_proxy(value)
        # only a type that is written twice is surely a slip: `user:M@contoso.com` may be anything
        if not is_smtp(address):
            return None
        inner = split_proxy(address)[1]
        return f"{kind}:{inner}" if ADDRESS.fullmatch(inner) else None
