"""The rules that the administrator gives for a repair plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness.directory.addresses.dns_domain import nearest_among, verified_domains
from readiness.directory.identifiers.distinguished_name import fold_dn
from readiness.directory.objects.sync_scope import is_below

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readiness.advice.steps.action_step import ActionStep
    from readiness.model.finding import FindingRow
    from readiness.model.plan import Plan
    from readiness.remediation.repair_plan.change import Confidence

_MANY_RELATED = 9
"""A finding with so many other holders is about a shared value, which is a step of its own."""


@dataclass(frozen=True)
class Rules:
    """What is decided in advance, and which findings are to be mended."""

    plan: Plan
    suffix_map: Mapping[str, str] = field(default_factory=dict)
    """The new suffix for an old one, both in lower case; the new one is listed."""
    location_map: Mapping[str, str] = field(default_factory=dict)
    """The msExchUsageLocation for a value of `c`, both in capitals."""
    accepted: frozenset[Confidence] = frozenset()
    """The changes of these confidences are decided: they are to be applied."""
    step: int | None = None
    """The number of the step of the action plan that is to be taken alone."""
    only_checks: frozenset[str] = frozenset()
    only_ous: tuple[str, ...] = ()

    @property
    def is_filtered(self) -> bool:
        """Whether only some findings are to be mended."""
        return self.step is not None or bool(self.only_checks)

    def lists(self, domain: str) -> bool:
        """Whether people can sign in with a name in a domain, as the plan says."""
        domain = domain.lower()
        federated = frozenset(map(str.lower, self.plan.federated_domains))
        if self.plan.identity_model == "federated" and federated:
            return domain in verified_domains(self.plan) and bool(nearest_among(federated, domain))
        return domain in verified_domains(self.plan)

    @property
    def only_domain(self) -> str | None:
        """The domain that every new name must be in, where only one was given."""
        given = self.plan.verified_domains
        return given[0].lower() if len(given) == 1 else None

    def is_below(self, dn: str) -> bool:
        """Whether an object is where changes are wanted."""
        return not self.only_ous or is_below(fold_dn(dn), self.only_ous)

    def wants(self, finding: FindingRow, step: ActionStep | None) -> bool:
        """Whether a finding is among those that are to be mended, and part of a step."""
        if self.only_checks and finding.check not in self.only_checks:
            return False
        return step is None or covers(step, finding)


def covers(step: ActionStep, finding: FindingRow) -> bool:
    """Whether a finding is what a step of the action plan is about."""
    if finding.check not in step.checks:
        return False
    part = step.part.value
    # a part of a check is a domain, of a name or an address, or the value itself
    value = (finding.value or "").strip().lower()
    if part is not None:
        return part in (value, value.rpartition("@")[2])
    return len(finding.related) < _MANY_RELATED
