"""What a program may change in a directory; everything else is for a person to change.

It is a list of what may be, not of what may not: an attribute that nobody thought of is left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.directory.addresses.mail_address import split_proxy
from readiness.directory.objects.sync_scope import reason_left_out
from readiness.directory.string_limits import LIMITS, UNLIMITED
from readiness.model.entry import RECIPIENTS
from readiness.model.values import as_text

if TYPE_CHECKING:
    from readiness.model.entry import Entry
    from readiness.remediation.repair_plan.change import Edit

ATTRIBUTES = frozenset(
    {
        "displayname",
        "mail",
        "mailnickname",
        "msexchusagelocation",
        "msrtcsip-primaryuseraddress",
        "preferredlanguage",
        "proxyaddresses",
        "targetaddress",
        "userprincipalname",
        *map(str.lower, (*LIMITS, *UNLIMITED)),
    }
)
"""The attributes that a change may touch, in lower case."""
MULTI_VALUED = frozenset({"proxyaddresses", "postofficebox"})
"""Those of them that may have several values."""
PROTECTION_READS = (
    "adminCount", "isCriticalSystemObject", "isDeleted", "objectClass", "sAMAccountName",
)  # fmt: skip
"""All that `protection` looks at."""
_MANAGED_ACCOUNTS = frozenset(
    {
        "msds-delegatedmanagedserviceaccount",
        "msds-groupmanagedserviceaccount",
        "msds-managedserviceaccount",
    }
)
_SYNC_ACCOUNTS = ("AAD_", "MSOL_")
_REPLY_TYPE = "X500"
"""Addresses of this type keep replies to old mail working."""


def protection(entry: Entry) -> str:
    """Why no program may change an object; empty if one may."""
    account = entry.first("sAMAccountName") or ""
    classes = {name.lower() for name in entry.all("objectClass")}
    # only the first reason is told, so what nobody can dispute comes first
    if _is_true(entry.first("isDeleted")):
        return "it is deleted"
    if _is_true(entry.first("isCriticalSystemObject")) or account.lower() == "krbtgt":
        return "Windows itself depends on it"
    if entry.first("adminCount") == "1":
        return "it is, or was, a privileged account or group (adminCount is 1)"
    if classes & _MANAGED_ACCOUNTS:
        return "it is a managed service account"
    if account.upper().startswith(_SYNC_ACCOUNTS):
        return "the synchronisation itself runs under it"
    return "" if entry.kind in RECIPIENTS else "it is no user, group or contact"


def out_of_scope(entry: Entry) -> str:
    """Why a plan leaves an object alone that the sync engine leaves out; empty if it does not."""
    reason = reason_left_out(entry)
    return f"the synchronisation leaves it out ({reason})" if reason else ""


def forbidden(edit: Edit) -> str:
    """Why no program may make an edit; empty if one may."""
    if edit.attribute.lower() not in ATTRIBUTES:
        return f"no program changes {edit.attribute}"
    values = (as_text(value) for value in (*edit.remove, *edit.add))
    if edit.attribute.lower() == "proxyaddresses" and any(
        split_proxy(value)[0].upper() == _REPLY_TYPE for value in values
    ):
        return "no program changes an X500 address: replies to old mail depend on it"
    return ""


def _is_true(value: str | None) -> bool:
    return (value or "").upper() == "TRUE"
