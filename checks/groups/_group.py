"""What the addresses and members of groups tell, and why groups are left out."""

from __future__ import annotations

import re

from readiness import (
    Key,
    Scope,
    fold_dn,
    is_smtp,
    split_proxy,
)

NEITHER_MAIL_NOR_SECURITY = "group-not-mail-or-security-enabled"
"""Why the sync engine leaves a distribution group without an address out."""


# All members are hashed, of which there are many: once for all checks, in a space of their own.
MEMBER = Key("member", "member", fold_dn)
ENTRY_OUT_OF_SCOPE = Key("member", "dn", fold_dn, scope=Scope.OUT)
GROUP_IN_SCOPE = Key("member", "dn", fold_dn)


_RDN = re.compile(r"(?:[^\\,]|\\.)*+", re.DOTALL)
_EXCHANGE_SYSTEM = ",cn=microsoft exchange system objects,"
_OF_EXCHANGE = ("cn=systemmailbox", "cn=healthmailbox", "cn=monitoring mailboxes")


def has_only_secondary(addresses: list[str]) -> bool:
    """Whether there are SMTP addresses, and none of them is the primary one."""
    types = {
        split_proxy(address)[0] for address in addresses if is_smtp(address) and "@" in address
    }
    return bool(types) and "SMTP" not in types


def is_foreign(dn: str) -> bool:
    """Whether a member is the stand-in for an account of another forest, named after its SID."""
    return dn[:7].upper() == "CN=S-1-" and ",cn=foreignsecurityprincipals," in dn.lower()


def is_public_folder(member: str) -> bool:
    """Whether a member is a mail-enabled public folder, known by the container of Exchange.

    Beside the folders, it holds the mailboxes of Exchange itself; what is below is something else.
    """
    folded = fold_dn(member)
    parent = folded[len(_RDN.match(folded)[0]) :]  # type: ignore[index]  # it matches every text
    return parent.startswith(_EXCHANGE_SYSTEM) and not folded.startswith(_OF_EXCHANGE)
