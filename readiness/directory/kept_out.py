"""Accounts that the default rules take in, and that nobody should synchronise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readiness.model.entry import Entry

_KERBEROS = "krbtgt_azuread"
_MONITORING = "healthmailbox"
_GUEST = "#ext#"


def serves_kerberos(account: str | None) -> bool:
    """Whether a sAMAccountName, or cn, is that of the account of Entra Kerberos.

    https://maester.dev/docs/next/tests/MT.1147
    """
    return (account or "").lower() == _KERBEROS


def why_kept_out(entry: Entry) -> str | None:
    """What the account is, if nobody should synchronise it; reads sAMAccountName and the UPN."""
    account = (entry.first("sAMAccountName") or "").lower()
    name = (entry.first("userPrincipalName") or "").lower()
    if serves_kerberos(account):
        return "holds the keys of Entra Kerberos"
    if account.startswith(_MONITORING) or name.startswith(_MONITORING):
        return "is a mailbox with which Exchange tests itself"
    if _GUEST in name:
        return "stands for a guest of the tenant"
    return None
