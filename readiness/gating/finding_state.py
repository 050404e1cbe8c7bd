"""Whether a finding counts for the gate: it may be suppressed, or in the baseline."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from readiness.gating.suppression import Suppressions
from readiness.model.finding import KNOWN, SUPPRESSED

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from readiness.gating.baseline import Baseline, BaselineOutcome
    from readiness.gating.suppression import Suppression


class FindingStates:
    """Decides, finding by finding, and counts."""

    def __init__(
        self, suppressions: Sequence[Suppression], baseline: Baseline | None, today: date
    ) -> None:
        """Take what has been accepted, and what was known before."""
        self.suppressions = Suppressions(suppressions, today)
        self.baseline = baseline
        self.counts: Counter[tuple[str, int, str | None]] = Counter()
        """The number of findings by check, severity and state."""

    @property
    def decides(self) -> bool:
        """Whether there is anything to decide."""
        return self.baseline is not None or bool(self.suppressions.rules)

    def of(
        self, check: str, severity: int, dn: str, guid: str | None, fingerprint: str
    ) -> tuple[str | None, str | None]:
        """The state of a finding, and why it is suppressed."""
        rule = self.suppressions.of(check, dn, guid, fingerprint)
        # asked even where a rule covers it: unseen, the baseline would take it for fixed
        is_known = self.baseline is not None and self.baseline.knows(check, fingerprint)
        state = SUPPRESSED if rule else KNOWN if is_known else None
        self.counts[check, severity, state] += 1
        return state, rule.reason if rule else None

    def outcome(self, ran: Collection[str]) -> BaselineOutcome | None:
        """What became of the baseline, if there is one, with the checks that ran."""
        if self.baseline is None:
            return None
        return self.baseline.outcome(ran, new=self._total(None), persisting=self._total(KNOWN))

    def _total(self, state: str | None) -> int:
        return sum(number for (_, _, other), number in self.counts.items() if other == state)
