"""An object as it arrives in a tenant, and what it meets there: what the questions are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from readiness.model.tenant_object import primary_of, smtp_of

if TYPE_CHECKING:
    from readiness.cloud.matching.outcome import Outcome
    from readiness.model.tenant_object import TenantKind, TenantObject


class Candidate(NamedTuple):
    """An object of the directory as it would arrive: names and addresses are predicted ones."""

    kind: TenantKind
    user_principal_name: str = ""
    addresses: tuple[str, ...] = ()
    """With their types, before any licence."""
    anchor: str = ""
    """The immutable ID, in base64."""
    guid: str = ""
    """The objectGUID as text."""
    sid: str = ""
    display_name: str = ""
    is_renamed: bool = False
    """Whether the cloud made the sign-in name, since the one that is sent is not possible."""

    @property
    def primary(self) -> str:
        """The primary SMTP address in lower case; empty where there is none."""
        return primary_of(self.addresses).lower()

    @property
    def smtp(self) -> frozenset[str]:
        """All SMTP addresses in lower case."""
        return smtp_of(self.addresses)


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
