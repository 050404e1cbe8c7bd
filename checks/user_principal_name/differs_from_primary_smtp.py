from collections.abc import Iterator

from readiness import (
    UNTIDY_ADDRESSES,
    USERS,
    Check,
    Entry,
    Finding,
    Plan,
    Severity,
    differ,
    fold,
    is_discarded,
    is_reserved,
    lasting_primary,
    primary_addresses,
    unroutable,
    verified_domains,
    where_domain,
)

from ._upn import CLEAN, require_upn_sign_in, suffix


class UpnDiffersFromPrimarySmtp(Check):
    """The userPrincipalName is not the primary mail address.

    People are told to sign in with their mail address; this user has to know another name. Several
    workloads show the one where people expect the other. The primary address is the one with
    `SMTP:` in capital letters, or mail where there are no proxy addresses. Names and addresses that
    have a fault of their own are left to the checks of that fault.

    Fix: give the user the primary address as the name (Active Directory Users and Computers,
    Account, User logon name) before the first synchronisation: later it is a rename.
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/howto-troubleshoot-upn-changes
    Since: 0.1
    """

    id = "upn-differs-from-primary-smtp"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("userPrincipalName", "proxyAddresses", "mail")

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_upn_sign_in(plan)
        self.verified = verified_domains(plan) if plan.verified_domains else None
        disagree = differ("userPrincipalName", "mail") | UNTIDY_ADDRESSES
        # asked first: before the suffixes are changed, it may speak for nobody
        self.when = where_domain("userPrincipalName", self._is_taken) & disagree

    def examine(self, entry: Entry) -> Iterator[Finding]:
        name = entry.first("userPrincipalName") or ""
        if not self._is_sound(name):
            return
        primary = primary_addresses(entry)
        if not primary or fold(name) in map(fold, primary):
            return
        if any(self._is_told_of(address, name, entry) for address in primary):
            return
        lasting = lasting_primary(entry, self.plan)
        proposal = lasting if fold(lasting or "") == fold(primary[0]) else None
        message = f"is not the primary mail address “{primary[0]}”"
        yield self.finding(entry, "userPrincipalName", name, message, proposal=proposal)

    def _is_told_of(self, address: str, name: str, entry: Entry) -> bool:
        """Whether another check says what is wrong with the address, and so why the two differ."""
        local, _, domain = address.lower().rpartition("@")
        # no check is about the domain of mail alone
        is_unverified = self.verified is not None and domain not in self.verified
        if is_unverified and entry.has("proxyAddresses"):
            return is_discarded(address) or local == name.lower().rpartition("@")[0]
        return is_discarded(address) and (entry.has("proxyAddresses") or not is_reserved(domain))

    def _is_sound(self, name: str) -> bool:
        return self._is_taken(suffix(name)) and CLEAN.fullmatch(name) is not None

    def _is_taken(self, domain: str) -> bool:
        """Whether a name in the domain arrives in the cloud as it is."""
        return (self.verified is None or domain in self.verified) and not unroutable(domain)
