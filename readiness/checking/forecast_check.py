"""A check whose findings are outcomes of the forecast against an export of the tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from readiness.checking.check import Check, Skip
from readiness.model.entry import RECIPIENTS

if TYPE_CHECKING:
    from readiness.model.plan import Plan


class ForecastCheck(Check):
    """A check that names one outcome; the engine, which knows the tenant, finds who meets it."""

    outcome: ClassVar[str]
    """The outcome, as the JSON report calls it: `hard-blocked-role`."""
    kinds = RECIPIENTS
    reads = ()

    def __init__(self, plan: Plan) -> None:
        """Take note of the plan; skips where nobody gave an export of the tenant."""
        if not plan.has_tenant:
            raise Skip("no export of the tenant was given: --tenant")
        super().__init__(plan)
