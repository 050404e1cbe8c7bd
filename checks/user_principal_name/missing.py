from collections.abc import Collection, Iterator
from itertools import islice

from readiness import (
    RECIPIENTS,
    RELATED,
    USERS,
    DerivedAttribute,
    Entry,
    Finding,
    Key,
    KeyHolder,
    Plan,
    Severity,
    UnmatchedCheck,
    absent,
    are_one_person,
    blank,
    domain_of,
    fold,
    fold_proxy,
    is_blank,
    verified_domains,
)

from ._upn import UpnCheck, better_name

BUILT = "userPrincipalName that Entra Connect builds"


def built(entry: Entry) -> str | None:
    """The name that Entra Connect builds for a user without one, if it can."""
    account, domain = entry.first("sAMAccountName"), domain_of(entry.dn)
    return f"{account}@{domain}" if entry.kind in USERS and account and domain else None


def _built_names(entry: Entry) -> Iterator[str]:
    name = built(entry) if entry.first("userPrincipalName") is None else None
    if name:
        yield name


class UpnMissing(UpnCheck, UnmatchedCheck):
    """The user has no userPrincipalName.

    Entra Connect then builds one: the sAMAccountName, an `@` and the name of the Active Directory
    domain. Rarely is that the name that people expect. Where the tenant lists that domain and
    nobody else has the name, the user arrives with it; else as `<alias>@<tenant>.onmicrosoft.com`.
    A name of nothing but blanks is passed on as it is, and does not work either.

    Fix: Active Directory Users and Computers, Account, User logon name; or
    `Set-ADUser ana -UserPrincipalName ana@contoso.com`.
    Step: give-sign-in-name: Give {who} the sign-in name that they lack.
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
    Since: 0.1
    """

    id = "upn-missing"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ("userPrincipalName", "sAMAccountName")
    when = absent("userPrincipalName") | blank("userPrincipalName")
    derived = (DerivedAttribute(BUILT, _built_names, absent("userPrincipalName")),)
    left = (Key("address", BUILT, fold),)
    right = (
        Key("address", "userPrincipalName", fold),
        Key("address", "mail", fold),
        Key("address", "proxyAddresses", fold_proxy),
    )

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.verified = verified_domains(plan) if plan.verified_domains else frozenset()

    def examine(self, entry: Entry) -> Iterator[Finding]:
        name = entry.first("userPrincipalName")
        if entry.kind not in USERS or not (name is None or is_blank(name)):
            return
        built_name = built(entry)
        if name is not None:
            message = "is blank"
        elif built_name is not None:
            message = _would_make(built_name)
        else:
            message = "is missing, and there is nothing that Entra Connect could make one of"
        # whether the built one will do, nobody knows without a list of domains
        proposal = better_name(built_name or "", entry, self.plan) if self.verified else None
        domain = (built_name or "").rpartition("@")[2].lower()
        severity = Severity.WARNING if name is None and domain in self.verified else None
        yield self.finding(
            entry, "userPrincipalName", name, message, proposal=proposal, severity=severity
        )

    def compare(
        self, left: Collection[KeyHolder], right: Collection[KeyHolder]
    ) -> Iterator[Finding]:
        for user in left:
            others = [owner for owner in right if owner.ordinal != user.ordinal]
            message = f"{_would_make(user.value)}, which belongs to another object"
            if not are_one_person([user, *others]):
                related = tuple(other.dn for other in islice(others, RELATED))
                # not `shared`, which would give the name that is built as a value that the user has
                yield self.finding(user, "userPrincipalName", None, message, related=related)


def _would_make(name: str) -> str:
    return f"is missing; Entra Connect would make it “{name}”"
