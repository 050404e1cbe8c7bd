"""An object as it arrives in a tenant, and what it meets there: what the questions are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from readiness.cloud.matching.outcome import Outcome
    from readiness.model.tenant_object import TenantKind, TenantObject


class Candidate(NamedTuple):
    """An object of the directory as it would arrive: names and addresses are predicted ones."""

    kind: TenantKind
    user_principal_name: str = ""
    primary: str = ""
    """The primary SMTP address, before any licence; empty where there is none."""
    smtp: frozenset[str] = frozenset()
    """All SMTP addresses in lower case."""
    anchor: str = ""
    """The immutable ID, in base64."""
    guid: str = ""
    """The objectGUID as text."""
    sid: str = ""
    display_name: str = ""
    is_renamed: bool = False
    """Whether the cloud made the sign-in name, since the one that is sent is not possible."""


Through = Literal["anchor", "name", "address", "display name", "security identifier", ""]
"""By what an object and the tenant's meet; empty where they do not."""


class Forecast(NamedTuple):
    """One outcome of one object; several may be true of it."""

    outcome: Outcome
    partner: TenantObject | None
    reason: str
    """Ends the sentence "*value* ...", the value being that through which they meet."""
    through: Through = ""
    value: str = ""
    """The object's own value through which they meet."""
    is_probable: bool = False
    """Whether pages disagree, or something was not exported that would decide."""
