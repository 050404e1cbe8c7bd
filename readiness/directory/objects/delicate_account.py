"""Accounts that are no ordinary person's: of services, and with administrative rights."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from readiness.model.entry import Entry

_SERVICE_NAME = re.compile(r"svc[-_.]", re.IGNORECASE)
"""How the sAMAccountName of a service's account begins."""
_PLACE_OF_SERVICES = re.compile(
    r"(?:^|(?<!\\),) *+(?:OU=(?:(?:service|svc)[ _-]*+(?:accounts?|konten)|dienstkonten"
    r"|comptes de service|cuentas de servicio)"
    r"|CN=(?:managed service accounts|monitoring mailboxes|microsoft exchange system objects))"
    r" *+(?:,|$)",
    re.IGNORECASE,
)
"""A container, in the DN of whatever is below it, that is there for accounts of services."""
# https://learn.microsoft.com/windows-server/identity/ad-ds/plan/security-best-practices/appendix-c--protected-accounts-and-groups-in-active-directory
PROTECTED_GROUPS = (
    "cn=domain admins,",
    "cn=enterprise admins,",
    "cn=schema admins,",
    "cn=group policy creator owners,",
    "cn=key admins,",
    "cn=enterprise key admins,",
    "cn=administrators,cn=builtin,",
    "cn=account operators,cn=builtin,",
    "cn=server operators,cn=builtin,",
    "cn=print operators,cn=builtin,",
    "cn=backup operators,cn=builtin,",
    "cn=replicator,cn=builtin,",
)
"""How the DNs of administrative groups begin, in lower case."""
# https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
_PROTECTED_RIDS = {512, 518, 519, 520, 526, 527}


class AccountSign(NamedTuple):
    """What tells an account for what it is."""

    attribute: str
    value: str
    says: str
    """The end of the sentence "*attribute* *value* ..."."""


def sign_of_service(entry: Entry) -> AccountSign | None:
    """What says that an account is run by a service, whatever its owner is called.

    Reads the DN, servicePrincipalName and sAMAccountName.
    """
    principal, name = entry.first("servicePrincipalName"), entry.first("sAMAccountName")
    return service_sign(principal or "", name or "", entry.dn)


def service_sign(principal: str, name: str, dn: str) -> AccountSign | None:
    """The same of a servicePrincipalName, a sAMAccountName, and a DN or that of its container."""
    # the surer sign first: one is enough to ask whose account it is
    if principal:
        return AccountSign("servicePrincipalName", principal, "is the name of a service")
    if _SERVICE_NAME.match(name):
        return AccountSign("sAMAccountName", name, "looks like the name of a service's account")
    if _is_place_of_services(dn):
        return AccountSign("distinguishedName", dn, "is in a container for service accounts")
    return None


@lru_cache(maxsize=4096)
def _is_place_of_services(dn: str) -> bool:
    return _PLACE_OF_SERVICES.search(dn) is not None


def sign_of_privilege(entry: Entry) -> AccountSign | None:
    """What says that an account administers the domain, or did, the best of it.

    Reads adminCount, memberOf and primaryGroupID.
    """
    # what holds today goes before adminCount, which stays when somebody leaves the group
    for group in entry.all("memberOf"):
        if group.lower().startswith(PROTECTED_GROUPS):
            says = "is an administrative group that the account belongs to"
            return AccountSign("memberOf", group, says)
    # memberOf does not have the primary group: that membership is kept with the user alone
    primary = entry.number("primaryGroupID")
    if primary in _PROTECTED_RIDS:
        return AccountSign("primaryGroupID", str(primary), "is an administrative group")
    if entry.number("adminCount") == 1:
        says = "says that the account is or was in an administrative group"
        return AccountSign("adminCount", "1", says)
    return None
