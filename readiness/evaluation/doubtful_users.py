"""Which users may be out of scope, told of a whole batch by its columns."""

from __future__ import annotations

from readiness.checking.triggers import absent, contains, where
from readiness.directory.sync_scope import LINKED_MAILBOX, SYSTEM_RECIPIENTS


def _is_excluded_recipient(recipient_type: str) -> bool:
    try:
        recipient = int(recipient_type)
    except ValueError:
        return False  # what is no number has no bits, and so is no reason
    return bool(recipient & SYSTEM_RECIPIENTS) or recipient == LINKED_MAILBOX


DOUBTFUL_USER = (
    absent("sAMAccountName")
    | where("sAMAccountName", lambda name: not name)
    | contains("sAMAccountName", "AAD_", "CAS_", "MSOL_", "SUPPORT_")
    | contains("mailNickname", "CAS_", "SystemMailbox{")
    | contains("adminDescription", "User_")
    | contains("dn", "CNF:")
    | where("isCriticalSystemObject", lambda value: value.upper() != "FALSE")
    | where("msExchRecipientTypeDetails", _is_excluded_recipient)
)
"""Fires for every user that `sync_scope` has a reason to leave out, and for some others."""
