"""Which entries the sync engine takes in by its default rules, and why the others stay out.

The rules: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
and, where that page is silent (adminDescription, the contact's and group's mail), the rules as
exported: https://github.com/microsoft/AADConnectConfigDocumenter
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.directory.identifiers.distinguished_name import before_conflict, is_of_deleted
from readiness.model.entry import USERS, Entry, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

READS = (
    "adminDescription",
    "displayName",
    "groupType",
    "isCriticalSystemObject",
    "isDeleted",
    "mail",
    "mailNickname",
    "msExchHideFromAddressLists",
    "msExchRecipientTypeDetails",
    "proxyAddresses",
    "sAMAccountName",
    "userCertificate",
)
"""All that `reason_left_out` looks at, beside the DN and the kind."""
SYSTEM_RECIPIENTS = 0x21C07000
"""Bits of msExchRecipientTypeDetails: public folders, system, arbitration and discovery mailboxes,
mailbox plans, and Exchange's own objects."""
ROLE_GROUP = 0x40000000
"""The bit of msExchRecipientTypeDetails of a role group of Exchange."""
LINKED_MAILBOX = 2
"""The msExchRecipientTypeDetails of a mailbox whose user is in another forest."""
SECURITY_ENABLED = 0x80000000
"""The bit of groupType of a security group.

https://learn.microsoft.com/windows/win32/adschema/a-grouptype
"""


def reason_left_out(entry: Entry) -> str | None:  # noqa: PLR0911 - a rule, a reason
    """Why the sync engine leaves the entry out, in a word of the JSON report; None if it does not.

    The rules are asked in their order, and the first that holds is the reason.
    """
    kind = entry.kind
    # a tombstone, which only an export with the Show Deleted control holds:
    # https://learn.microsoft.com/windows/win32/adschema/a-isdeleted
    if (entry.first("isDeleted") or "FALSE").upper() == "TRUE" or is_of_deleted(entry.dn):
        return "deleted"
    if kind is Kind.OTHER:
        return "not-synchronised-kind"
    if kind is Kind.COMPUTER:
        return None if entry.has("userCertificate") else "computer-without-certificate"
    if (entry.first("isCriticalSystemObject") or "FALSE").upper() == "TRUE":
        return "critical-system-object"
    if before_conflict(entry.dn) is not None:
        return "conflict-object"
    nickname = entry.first("mailNickname") or ""
    if nickname.startswith("CAS_") and "}" in nickname:
        return "system-mailbox"
    if kind in USERS:
        return _reason_for_user(entry, nickname)
    return _reason_for_group(entry) if kind is Kind.GROUP else _reason_for_contact(entry)


def _reason_for_user(entry: Entry, nickname: str) -> str | None:  # noqa: PLR0911 - as above
    name = entry.first("sAMAccountName")
    if not name:
        return "sam-account-name-missing"
    if name == "SUPPORT_388945a0" or name.startswith(("AAD_", "MSOL_")):
        return "service-account"
    if name.startswith("CAS_") and "}" in name:
        return "service-account"
    if nickname.startswith("SystemMailbox{"):
        return "system-mailbox"
    recipient = entry.number("msExchRecipientTypeDetails") or 0
    if recipient & SYSTEM_RECIPIENTS:
        return "exchange-system-recipient"
    if recipient == LINKED_MAILBOX:
        return "linked-mailbox"
    if entry.kind is Kind.USER and (entry.first("adminDescription") or "").startswith("User_"):
        return "opted-out"
    return None


def _reason_for_group(entry: Entry) -> str | None:
    if entry.first("sAMAccountName") == "MSOL_AD_Sync_RichCoexistence":
        return "service-account"
    if (entry.number("msExchRecipientTypeDetails") or 0) & ROLE_GROUP:
        return "exchange-system-recipient"
    if (entry.first("adminDescription") or "").startswith("Group_"):
        return "opted-out"
    if (entry.number("groupType") or 0) & SECURITY_ENABLED or is_mail_enabled(entry):
        return None
    return "group-not-mail-or-security-enabled"


def _reason_for_contact(entry: Entry) -> str | None:
    hidden = (entry.first("msExchHideFromAddressLists") or "").upper() == "TRUE"
    if hidden and "(MSOL)" in (entry.first("displayName") or ""):
        return "service-account"
    return None if (entry.first("mail") or "").strip() else "contact-without-mail"


def is_mail_enabled(entry: Entry) -> bool:
    """Whether the sync rules call a group or contact mail-enabled; `SMTP:` is case-sensitive."""
    addresses = entry.all("proxyAddresses")
    return "@" in (entry.first("mail") or "") or any(
        "SMTP:" in address and "@" in address for address in addresses
    )


def is_below(dn: str, containers: Sequence[str]) -> bool:
    """Whether an entry is one of the containers, which are in lower case, or below one."""
    folded = dn.lower()
    return any(
        folded == name
        or (folded.endswith(f",{name}") and not _ends_in_escape(folded[: -len(name) - 1]))
        for name in containers
    )


def _ends_in_escape(text: str) -> bool:
    # two backslashes are one that is meant: only an odd number escapes the comma behind them
    # https://www.rfc-editor.org/rfc/rfc4514#section-2.4
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1
