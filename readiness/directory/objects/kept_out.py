"""Accounts that the default rules take in, and that nobody should synchronise."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from readiness.model.entry import USERS

if TYPE_CHECKING:
    from readiness.model.entry import Entry


class KeptOut(Enum):
    """What such an account is for."""

    ENTRA_KERBEROS = "holds the keys of Entra Kerberos"
    """https://maester.dev/docs/next/tests/MT.1147"""
    HEALTH_MAILBOX = "is a mailbox with which Exchange tests itself"
    """https://learn.microsoft.com/exchange/high-availability/managed-availability/managed-availability"""
    GUEST = "stands for a guest of the tenant"
    """https://learn.microsoft.com/entra/external-id/hybrid-cloud-to-on-premises"""


_KERBEROS, _MONITORING, _GUEST = "krbtgt_azuread", "healthmailbox", "#ext#"
SIGNS = (
    ("sAMAccountName", _KERBEROS),
    ("sAMAccountName", _MONITORING),
    ("userPrincipalName", _MONITORING),
    ("userPrincipalName", _GUEST),
)
"""Attributes, and a part in lower case that one of them has in every such account."""


def why_kept_out(entry: Entry) -> KeptOut | None:
    """What the account is, if nobody should synchronise it; reads sAMAccountName and the UPN."""
    if entry.kind not in USERS:
        return None
    account = (entry.first("sAMAccountName") or "").lower()
    name = (entry.first("userPrincipalName") or "").lower()
    if account == _KERBEROS:
        return KeptOut.ENTRA_KERBEROS
    if account.startswith(_MONITORING) or name.startswith(_MONITORING):
        return KeptOut.HEALTH_MAILBOX
    return KeptOut.GUEST if _GUEST in name else None
