"""What became of a check in a scan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readiness.checking.documentation import Doc
    from readiness.model.finding import Severity
    from readiness.model.plan import IdentityModel
    from readiness.model.sign import Sign

StatusReason = Literal["does-not-apply", "not-asked", "attribute-missing", "deselected"]
"""Why a check did not run: the plan is for something else, or lacks the tenant's verified domains;
the export lacks attributes; or somebody did not want it."""


class FindingCounts(NamedTuple):
    """The findings of a check that are of one severity."""

    severity: Severity
    findings: int
    suppressed: int = 0
    known: int = 0
    """So many of them are in the baseline."""

    @property
    def counting(self) -> int:
        """Those that count for the gate."""
        return self.findings - self.suppressed - self.known


@dataclass(frozen=True)
class CheckOutcome:
    """What became of one check."""

    id: str
    severity: Severity
    """The severity that is in force; some of its findings may be milder."""
    status: str
    """`ran`, `skipped` or `crashed`."""
    reason: str | None
    """In words, why it did not run, or what it crashed with."""
    doc: Doc
    by_severity: tuple[FindingCounts, ...] = ()
    """The severities of which it has findings."""
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
    def gravest(self) -> Severity:
        """The highest severity among its findings; that in force where it has none."""
        found = (share.severity for share in self.by_severity if share.findings)
        return max(found, default=self.severity)

    @property
    def findings(self) -> int:
        """The number of its findings."""
        return sum(share.findings for share in self.by_severity)

    @property
    def suppressed(self) -> int:
        """So many of them somebody accepted."""
        return sum(share.suppressed for share in self.by_severity)

    @property
    def known(self) -> int:
        """So many of them are in the baseline."""
        return sum(share.known for share in self.by_severity)

    @property
    def counting(self) -> int:
        """So many of them count for the gate."""
        return sum(share.counting for share in self.by_severity)
