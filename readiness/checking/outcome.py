"""What became of a check in a scan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readiness.checking.documentation import Doc
    from readiness.model.finding import Severity
    from readiness.model.plan import IdentityModel
    from readiness.model.sign import Sign


@dataclass(frozen=True)
class CheckOutcome:
    """What became of one check."""

    id: str
    severity: Severity
    status: str
    """`ran`, `skipped` or `crashed`."""
    reason: str | None
    findings: int
    doc: Doc
    suppressed: int = 0
    known: int = 0
    """So many of the findings are in the baseline."""
    sign_of: Sign | None = None
    """What the findings are a sign of."""
    by_other_model: Mapping[IdentityModel, int] = field(default_factory=dict)
    """The findings of a check that the plan makes skip, under each model that asks for it."""

    status_reason: str | None = None
    """Of a skipped check: `does-not-apply`, `not-asked` or `deselected`."""

    @property
    def counting(self) -> int:
        """The findings that count for the gate."""
        return self.findings - self.suppressed - self.known
