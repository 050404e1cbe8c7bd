from readiness import RECIPIENTS, Severity, ValueCheck, split_proxy, tidied_address, visible

from ._proxy import INVALID, smtp_address


class ProxyAddressInvalidCharacter(ValueCheck):
    """An SMTP address holds a character that Entra ID does not take.

    No white space, no accented or other non-ASCII letter, and none of `< > ( ) ; , [ ] "` may
    stand in an SMTP proxy address. The address is not synchronised, and the person is not reached
    at it; addresses of other types (X400, X500, SIP) have rules of their own.

    Fix: correct or remove the value (Active Directory Users and Computers, Attribute Editor,
    proxyAddresses); on a user of Exchange, with the Exchange tools.
    Step: respell-addresses: Respell or remove the addresses of {who} that hold characters which
    Entra ID does not take.
    Risk: Mail to a removed address comes back.
    IdFix: Character
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    Since: 0.1
    """

    id = "proxy-address-invalid-character"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ("proxyAddresses",)
    trusts_healthy = True

    def wrong(self, value: str) -> str | None:
        found = dict.fromkeys(INVALID.findall(smtp_address(value) or ""))
        if not found:
            return None
        return f"has characters that no SMTP address may have: {' '.join(map(visible, found))}"

    def propose(self, value: str) -> str | None:
        kind, address = split_proxy(value)
        better = tidied_address(address)
        return better and f"{kind}:{better}"
