from readiness import (
    ADDRESS,
    ADDRESS_TYPE,
    RECIPIENTS,
    Severity,
    ValueCheck,
    address_flaw,
    split_proxy,
)

from ._proxy import INVALID


class ProxyAddressMalformed(ValueCheck):
    """A proxy address has no type, or is an SMTP address that is none.

    A proxy address is a type, a colon and an address, as in `smtp:ana@contoso.com`. Entra ID drops
    a value without a type, and an SMTP address that the mail standards do not allow: the person is
    not reached at it.

    Fix: correct or remove the value (Active Directory Users and Computers, Attribute Editor,
    proxyAddresses); on a user of Exchange, with the Exchange tools.
    Step: respell-addresses: Mend or remove the addresses of {who} that are none.
    Risk: Mail to a removed address comes back.
    IdFix: Format, DomainPart, LocalPart
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    Since: 0.1
    """

    id = "proxy-address-malformed"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ("proxyAddresses",)
    trusts_healthy = True

    def wrong(self, value: str) -> str | None:
        kind, address = split_proxy(value)
        if not ADDRESS_TYPE.fullmatch(kind):
            return "has no type in front, such as smtp:"
        # X400, X500 and SIP addresses have rules of their own
        if kind.lower() != "smtp":
            return None
        # characters and colons are the business of other checks: what is wrong besides them?
        besides = INVALID.sub("x", address).replace(":", "x")
        return address_flaw(besides) if besides else "has nothing behind its type"

    def propose(self, value: str) -> str | None:
        kind, address = split_proxy(value)
        # in small letters: what the cloud dropped until now must not become the primary address
        return f"smtp:{address}" if not kind and ADDRESS.fullmatch(address) else None
