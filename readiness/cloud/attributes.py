"""The anchor, the name, the state and the type of an object in the cloud.

The rules are those of Entra Connect Sync: https://github.com/microsoft/AADConnectConfigDocumenter
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from readiness.cloud.certainty import Certainty, Predicted, unknown
from readiness.directory.identifiers.source_anchor import CONSISTENCY_GUID, OBJECT_GUID
from readiness.directory.objects.sync_scope import SECURITY_ENABLED, is_mail_enabled
from readiness.model.entry import USERS, Kind
from readiness.model.values import AccountControl, anchor_text, guid_octets, is_hidden, text

if TYPE_CHECKING:
    from readiness.model.entry import Entry
    from readiness.model.plan import Plan

READS = (
    "cn",
    "displayName",
    "groupType",
    "mail",
    "mailNickname",
    "msExchUsageLocation",
    CONSISTENCY_GUID,
    OBJECT_GUID,
    "proxyAddresses",
    "userAccountControl",
)
_CONSISTENCY_GUID, _OBJECT_GUID = CONSISTENCY_GUID.lower(), OBJECT_GUID.lower()
_DISABLED = AccountControl.DISABLED.value
_OF_CLOUD_SYNC = "as Entra Connect Sync does it; for Cloud Sync no page says so"
_NOWHERE: Predicted[str] = Predicted(None, Certainty.PROBABLE)


def immutable_id(entry: Entry, plan: Plan) -> Predicted[str]:
    """The source anchor as the cloud keeps it: the base64 of octets in their stored order.

    Groups and contacts always use objectGUID, whatever was chosen for users.
    https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
    """
    chosen = plan.source_anchor if entry.kind in USERS else OBJECT_GUID
    if chosen.lower() == _CONSISTENCY_GUID and not entry.has(chosen):
        chosen = OBJECT_GUID  # what Entra Connect falls back on, and then writes back
    for octets in entry.raw(chosen):
        return _anchor(octets, chosen)
    return unknown(f"the entry has no {chosen}")


def _anchor(octets: bytes, name: str) -> Predicted[str]:
    folded = name.lower()
    if folded == _OBJECT_GUID:
        guid = guid_octets(octets)  # some exporters write it as text
        if guid is None:
            return unknown("the objectGUID is none")
        return Predicted(anchor_text(guid), Certainty.CERTAIN)
    if folded == _CONSISTENCY_GUID:
        # as it is, of any length: the attribute holds octets, which need not be a GUID
        return Predicted(anchor_text(octets), Certainty.CERTAIN)
    value = text(octets)
    # what is no UTF-8 does not come back as the same octets
    is_text = value.encode() == octets and not any(map(is_hidden, value))
    return Predicted(value if is_text else anchor_text(octets), Certainty.CERTAIN)


def connector_name(anchor: Predicted[str]) -> Predicted[str]:
    """The DN that Sync Service Manager shows: the octets of the anchor's text in hexadecimal.

    https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    """
    if anchor.value is None:
        return unknown(anchor.because)
    return Predicted(f"CN={{{anchor.value.encode().hex().upper()}}}", Certainty.CERTAIN)


def display_name(entry: Entry, plan: Plan) -> Predicted[str]:
    """The display name as it is, blanks and all; the cn where there is none."""
    name = entry.first("displayName")
    if name:
        return Predicted(name, Certainty.CERTAIN)
    cn = entry.first("cn")
    if cn is None:
        return unknown("the entry has neither displayName nor cn")
    if plan.sync_tool == "cloud-sync":
        return Predicted(cn, Certainty.PROBABLE, f"the cn, {_OF_CLOUD_SYNC}")
    return Predicted(cn, Certainty.CERTAIN, "the cn, since there is no displayName")


def account_enabled(entry: Entry) -> Predicted[bool]:
    """Whether a user may sign in; of users only."""
    if entry.kind not in USERS:
        return Predicted(None, Certainty.CERTAIN)
    enabled = is_enabled(entry.first("userAccountControl") or "")
    if enabled is None:
        return unknown("the entry has no userAccountControl")
    return Predicted(enabled, Certainty.CERTAIN)


@lru_cache(maxsize=256)
def is_enabled(control: str) -> bool | None:
    """Whether a userAccountControl lets somebody sign in; None for a text that is no number."""
    try:
        return not int(control) & _DISABLED
    except ValueError:
        return None


def usage_location(entry: Entry) -> Predicted[str]:
    """The country that licences are assigned for; of users only.

    It comes from msExchUsageLocation, through a rule that only takes users with an alias; `c`
    never becomes it. A newer export of Microsoft's rules says so, and no page.
    """
    if entry.kind not in USERS:
        return Predicted(None, Certainty.CERTAIN)
    location = entry.first("msExchUsageLocation")
    if not location:
        return _NOWHERE
    if entry.first("mailNickname"):
        return Predicted(location, Certainty.PROBABLE)
    because = "msExchUsageLocation flows only beside a mailNickname"
    return Predicted(None, Certainty.PROBABLE, because)


def type_of(entry: Entry) -> str:
    """What the object is in the cloud, as the preview calls it.

    https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-user-and-contacts
    """
    if entry.kind in USERS:
        return "user"
    if entry.kind is not Kind.GROUP:
        return entry.kind.value
    if not (entry.number("groupType") or 0) & SECURITY_ENABLED:
        return "distribution-list"
    return "mail-enabled-security-group" if is_mail_enabled(entry) else "security-group"
