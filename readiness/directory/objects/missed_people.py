"""Whom the sync engine leaves out although somebody will miss them in the cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.directory.objects.delicate_account import sign_of_service
from readiness.model.entry import USERS

if TYPE_CHECKING:
    from readiness.model.entry import Entry

READS = (
    "givenName",
    "homeMDB",
    "msExchMailboxGuid",
    "msExchRecipientTypeDetails",
    "sAMAccountName",
    "servicePrincipalName",
    "sn",
    "userAccountControl",
)
"""All that `is_missed` looks at."""
_NO_PERSON = frozenset(
    {
        "critical-system-object",
        "deleted",
        "excluded-ou",
        "exchange-system-recipient",
        "service-account",
        "system-mailbox",
    }
)
"""Reasons of being out of scope that no person has, or for which nobody blames the sync engine."""
_SHARED_MAILBOXES = frozenset({4, 16, 32, 1 << 33, 1 << 34, 1 << 35})
"""msExchRecipientTypeDetails of shared, room and equipment mailboxes, here and then in the cloud.

https://learn.microsoft.com/archive/technet-wiki/22653.msexchrecipienttypedetails-active-directory-values
"""


def is_missed(entry: Entry) -> bool:
    """Whether an entry that is out of scope is an enabled account of a person.

    A person has a given name, a surname or a mailbox of their own. An export that lacks
    userAccountControl does not say who is enabled: everybody may be.
    """
    if entry.kind not in USERS or entry.out_of_scope in _NO_PERSON:
        return False
    if entry.is_disabled:
        return False
    # what has the name of a service is run by one, whatever its owner is called
    if sign_of_service(entry):
        return False
    if entry.number("msExchRecipientTypeDetails") in _SHARED_MAILBOXES:
        return False
    is_named = any((entry.first(name) or "").strip() for name in ("givenName", "sn"))
    return is_named or entry.has("msExchMailboxGuid") or entry.has("homeMDB")
