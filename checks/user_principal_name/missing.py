import re
from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Plan, Severity

from ._upn import (
    PLAIN,
    covers,
    is_blank,
    repaired,
    require_upn_sign_in,
    verified,
    with_verified_suffix,
)

DOMAIN_COMPONENTS = re.compile(r"(?:,\s*DC=[^,]+)+\Z", re.IGNORECASE)


class UpnMissing(Check):
    """The user has no userPrincipalName.

    Entra Connect then builds one: the sAMAccountName, an `@` and the name of the Active Directory
    domain. Rarely is that the name that people expect, and if the domain is not verified, the user
    synchronises as `<alias>@<tenant>.onmicrosoft.com`. A name of nothing but blanks is passed
    on as it is, and does not work either.

    Fix: Active Directory Users and Computers, Account, User logon name; or
    `Set-ADUser ana -UserPrincipalName ana@contoso.com`.
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
    """

    id = "upn-missing"
    severity = Severity.ERROR
    kinds = USERS
    reads = ("userPrincipalName", "sAMAccountName")
    plain = {"userPrincipalName": PLAIN}
    expects = ("userPrincipalName",)

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_upn_sign_in(plan)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        name = entry.first("userPrincipalName")
        if name is not None and not is_blank(name):
            return
        account, domain = entry.first("sAMAccountName"), domain_of(entry.dn)
        built = f"{account}@{domain}" if account and domain else None
        if name is not None:
            message = "is blank"
        elif built is not None:
            message = f"has no userPrincipalName; Entra Connect would make it “{built}”"
        else:
            message = "has no userPrincipalName, and nothing that Entra Connect could make one of"
        proposal = self._expected(built) if built else None
        yield self.finding(entry, "userPrincipalName", name, message, proposal=proposal)

    def _expected(self, built: str) -> str | None:
        if covers(verified(self.plan), built.rpartition("@")[2].lower()):
            return repaired(built)
        return with_verified_suffix(built, self.plan)


def domain_of(dn: str) -> str:
    """The DNS name of the domain that a DN is in; empty when it is in none."""
    found = DOMAIN_COMPONENTS.search(dn)
    return ".".join(part.strip()[3:] for part in found[0].split(",")[1:]) if found else ""
