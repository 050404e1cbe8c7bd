"""What became of a check in a scan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readiness.checking.documentation import Doc
    from readiness.model.finding import Severity
    from readiness.model.plan import IdentityModel
    from readiness.model.sign import Sign

StatusReason = Literal["does-not-apply", "not-asked", "attribute-missing", "deselected"]
"""Why a check did not run: the plan is for something else, or lacks the tenant's verified domains;
the export lacks attributes; or somebody did not want it."""


@dataclass(frozen=True)
class CheckOutcome:
    """What became of one check."""

    id: str
    severity: Severity
    """The severity that is in force."""
    status: str
    """`ran`, `skipped` or `crashed`."""
    reason: str | None
    """In words, why it did not run, or what it crashed with."""
    findings: int
    doc: Doc
    suppressed: int = 0
    known: int = 0
    """So many of the findings are in the baseline."""
    sign_of: Sign | None = None
    """What the findings are a sign of."""
    status_reason: StatusReason | None = None
    """Why it did not run, for programs."""
    own_severity: Severity | None = None
    """What the check itself says, where that is not in force."""
    by_other_model: Mapping[IdentityModel, int] = field(default_factory=dict)
    """The findings of a check that the plan makes skip, under each model that asks for it."""

    @property
    def declared_severity(self) -> Severity:
        """The severity that the check itself says."""
        return self.severity if self.own_severity is None else self.own_severity

    @property
    def is_lowered(self) -> bool:
        """Whether somebody made its findings milder than the check says."""
        return self.severity < self.declared_severity

    @property
    def counting(self) -> int:
        """The findings that count for the gate."""
        return self.findings - self.suppressed - self.known
