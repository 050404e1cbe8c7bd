"""What becomes of an object in a tenant that holds objects already, in a word each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from readiness.model.finding import Severity


class Outcome(StrEnum):
    """What happens at the first export of an object.

    https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-existing-tenant
    """

    __hash__ = str.__hash__  # an enumeration's own takes ten times as long

    NEW = "new"
    ALREADY_SYNCED = "already-synced"
    HARD_MATCH = "hard-match"
    SOFT_MATCH_SMTP = "soft-match-smtp"
    SOFT_MATCH_UPN = "soft-match-upn"
    HARD_BLOCKED_SETTING = "hard-blocked-setting"
    SOFT_BLOCKED_SETTING = "soft-blocked-setting"
    HARD_BLOCKED_ROLE = "hard-blocked-role"
    SOFT_BLOCKED_ROLE = "soft-blocked-role"
    HARD_BLOCKED_MAPPED = "hard-blocked-mapped"
    ANCHOR_MISMATCH = "anchor-mismatch"
    TYPE_MISMATCH = "type-mismatch"
    UPN_QUARANTINED = "upn-quarantined"
    PROXY_QUARANTINED = "proxy-quarantined"
    AMBIGUOUS = "ambiguous"
    CONTESTED = "contested"
    HARD_ERROR = "hard-error"
    DELETED_TARGET = "deleted-target"
    GUEST_TARGET = "guest-target"
    GROUP_DUPLICATE = "group-duplicate"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class OutcomeFacts:
    """How grave an outcome is, and the name that Microsoft gives to it."""

    severity: Severity | None
    """None where there is nothing to say: the object is created."""
    error: str | None = None


FACTS = {
    Outcome.NEW: OutcomeFacts(None),
    Outcome.ALREADY_SYNCED: OutcomeFacts(None),
    Outcome.HARD_MATCH: OutcomeFacts(Severity.INFO),
    Outcome.SOFT_MATCH_SMTP: OutcomeFacts(Severity.WARNING),
    Outcome.SOFT_MATCH_UPN: OutcomeFacts(Severity.WARNING),
    Outcome.HARD_BLOCKED_SETTING: OutcomeFacts(Severity.ERROR, "InvalidHardMatch"),
    Outcome.SOFT_BLOCKED_SETTING: OutcomeFacts(Severity.ERROR, "InvalidSoftMatch"),
    Outcome.HARD_BLOCKED_ROLE: OutcomeFacts(Severity.ERROR, "InvalidHardMatch"),
    Outcome.SOFT_BLOCKED_ROLE: OutcomeFacts(Severity.ERROR, "Existing Admin Role Conflict"),
    Outcome.HARD_BLOCKED_MAPPED: OutcomeFacts(Severity.ERROR, "AttributeUpdateNotAllowed"),
    Outcome.ANCHOR_MISMATCH: OutcomeFacts(Severity.ERROR, "AttributeValueMustBeUnique"),
    Outcome.TYPE_MISMATCH: OutcomeFacts(Severity.ERROR, "ObjectTypeMismatch"),
    Outcome.UPN_QUARANTINED: OutcomeFacts(Severity.ERROR, "AttributeValueMustBeUnique"),
    Outcome.PROXY_QUARANTINED: OutcomeFacts(Severity.WARNING, "AttributeValueMustBeUnique"),
    Outcome.AMBIGUOUS: OutcomeFacts(Severity.ERROR, "AttributeValueMustBeUnique"),
    Outcome.CONTESTED: OutcomeFacts(Severity.ERROR, "AttributeValueMustBeUnique"),
    Outcome.HARD_ERROR: OutcomeFacts(Severity.ERROR, "AttributeValueMustBeUnique"),
    Outcome.DELETED_TARGET: OutcomeFacts(Severity.WARNING),
    Outcome.GUEST_TARGET: OutcomeFacts(Severity.WARNING),
    Outcome.GROUP_DUPLICATE: OutcomeFacts(Severity.WARNING),
    Outcome.UNKNOWN: OutcomeFacts(None),
}
"""https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors"""
ADOPTED = frozenset({Outcome.HARD_MATCH, Outcome.SOFT_MATCH_SMTP, Outcome.SOFT_MATCH_UPN})
"""The object takes a tenant's object over, with its password, names and addresses."""
