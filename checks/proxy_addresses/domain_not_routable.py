from readiness import Entry, Severity, promoted, unroutable

from ._proxy import UnacceptedDomainCheck, is_primary


class ProxyAddressDomainNotRoutable(UnacceptedDomainCheck):
    """An SMTP address ends in a domain that the public internet does not know.

    No tenant can verify such a domain, so that the address does not exist in the cloud: Exchange
    Online removes it, and mail from colleagues who still use it comes back. As the primary address
    it leaves the person with an `onmicrosoft.com` address, and it keeps a mailbox that is still on
    the premises from moving. Of a secondary address little more is lost than the address itself.
    Where another address of the object will do as the primary one, it is proposed in the place of
    both.

    Fix: add the address in a public domain and remove this one (Active Directory Users and
    Computers, Attribute Editor, proxyAddresses), in Exchange by the e-mail address policy:
    `Set-ADUser ana -Remove @{proxyAddresses='smtp:ana@contoso.local'}`.
    Step: remove-internal-addresses: Remove the addresses in {part} from {who}.
    Risk: Mail that colleagues, scanners or alarms still send there comes back. Look at a month
    of message logs first.
    Risk: An address policy of Exchange writes the addresses back: change the policy first.
    IdFix: TopLevelDomain
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-a-non-routable-domain-for-directory-synchronization
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    See: https://ingogegenwarth.wordpress.com/2018/05/14/exo-notaccepteddomainexception/
    Since: 0.1
    """

    id = "proxy-address-domain-not-routable"
    severity = Severity.ERROR

    def wrong(self, value: str) -> str | None:
        reason = unroutable(value)
        return None if reason is None else f"has a domain that {reason}"

    def is_grave(self, value: str) -> bool:
        return is_primary(value)

    def propose_for(self, entry: Entry, value: str) -> str | None:
        return promoted(value, entry, self.plan)
