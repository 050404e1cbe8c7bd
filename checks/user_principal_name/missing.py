from collections.abc import Iterator

from readiness import (
    Entry,
    Finding,
    Severity,
    absent,
    blank,
    domain_of,
    is_blank,
    verified_domains,
)

from ._upn import UpnCheck, repaired, with_verified_suffix


class UpnMissing(UpnCheck):
    """The user has no userPrincipalName.

    Entra Connect then builds one: the sAMAccountName, an `@` and the name of the Active Directory
    domain. Rarely is that the name that people expect, and if the domain is not verified, the user
    synchronises as `<alias>@<tenant>.onmicrosoft.com`. A name of nothing but blanks is passed
    on as it is, and does not work either.

    Fix: Active Directory Users and Computers, Account, User logon name; or
    `Set-ADUser ana -UserPrincipalName ana@contoso.com`.
    Step: give-sign-in-name: Give {who} the sign-in name that they lack.
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
    Since: 0.1
    """

    id = "upn-missing"
    severity = Severity.ERROR
    reads = ("userPrincipalName", "sAMAccountName")
    when = absent("userPrincipalName") | blank("userPrincipalName")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        name = entry.first("userPrincipalName")
        if name is not None and not is_blank(name):
            return
        account, domain = entry.first("sAMAccountName"), domain_of(entry.dn)
        built = f"{account}@{domain}" if account and domain else None
        if name is not None:
            message = "is blank"
        elif built is not None:
            message = f"is missing; Entra Connect would make it “{built}”"
        else:
            message = "is missing, and there is nothing that Entra Connect could make one of"
        proposal = self._expected(built) if built else None
        yield self.finding(entry, "userPrincipalName", name, message, proposal=proposal)

    def _expected(self, built: str) -> str | None:
        if built.rpartition("@")[2].lower() in verified_domains(self.plan):
            return repaired(built)
        return with_verified_suffix(built, self.plan)
