"""What groups are made of: their names, their members, and why they are left out."""

from __future__ import annotations

import re

from readiness import is_smtp, split_proxy

NEITHER_MAIL_NOR_SECURITY = "group-not-mail-or-security-enabled"
"""Why the sync engine leaves a distribution group without an address out."""

_COMMON_NAME = re.compile(r"CN=([^,+\\\"]+),", re.IGNORECASE)
_LOOSE_COMMA = re.compile(r"(?<!\\), +")


def common_name(dn: str) -> str | None:
    """The common name that a DN begins with, unless special characters stand in it."""
    match = _COMMON_NAME.match(dn)
    return match and match[1]


def fold_dn(dn: str) -> str:
    """A DN for comparison: a directory writes one DN alike everywhere, but for its case."""
    return (_LOOSE_COMMA.sub(",", dn) if ", " in dn else dn).lower()


def has_only_secondary(addresses: list[str]) -> bool:
    """Whether there are SMTP addresses, and none of them is the primary one."""
    types = {split_proxy(one)[0] for one in addresses if is_smtp(one) and "@" in one}
    return bool(types) and "SMTP" not in types


def is_foreign(dn: str) -> bool:
    """Whether a member is the stand-in for an account of another forest, named after its SID."""
    return dn[:7].upper() == "CN=S-1-" and ",cn=foreignsecurityprincipals," in dn.lower()
