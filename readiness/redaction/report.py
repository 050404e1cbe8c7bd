"""Hides people: an adapter of a result, so that no report has to know of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from readiness.pipeline.result import OutOfScope, Result, SourceOutcome
from readiness.redaction.preview import hidden_before, hidden_record
from readiness.redaction.redactor import DN_OPTIONS, DOMAIN, MASK, Redactor
from readiness.redaction.tenant import hidden_forecast, hidden_object, hidden_outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from readiness.advice.steps.action_plan import ActionPlan
    from readiness.advice.waves import Grouping, GroupKey, Person
    from readiness.checking.outcome import CheckOutcome
    from readiness.cloud.record import CloudRecord
    from readiness.gating.suppression import SuppressionOutcome
    from readiness.model.counts import Counts
    from readiness.model.finding import FindingRow
    from readiness.pipeline.preview.predictions import Before
    from readiness.tenant.forecasting.outcome_row import OutcomeRow
    from readiness.tenant.forecasting.tenant_forecast import CloudObjectRow


@dataclass(frozen=True)
class Redacted(Result):
    """A result that shows nobody."""

    redactor: Redactor = field(default_factory=Redactor)

    def findings(self) -> Iterator[FindingRow]:
        """The findings in the order of the report."""
        return map(self.redactor.finding, super().findings())

    def out_of_scope(self) -> Iterator[OutOfScope]:
        """The entries that are out of scope, in their order."""
        for entry in super().out_of_scope():
            yield entry._replace(dn=self.redactor.dn(entry.dn))

    def tenant_outcomes(self) -> Iterator[OutcomeRow]:
        """What becomes of each object beside those of the tenant, in the order of the sources."""
        return (hidden_outcome(row, self.redactor) for row in super().tenant_outcomes())

    def cloud_objects(self) -> Iterator[CloudObjectRow]:
        """The objects of the tenant that no object of the directory adopts."""
        return (hidden_object(row, self.redactor) for row in super().cloud_objects())

    def previewed(self) -> Iterator[tuple[CloudRecord, Before | None]]:
        """What each object in scope will be in the cloud, and what it is today."""
        for record, before in super().previewed():
            hidden = before and hidden_before(before, self.redactor)
            yield hidden_record(record, self.redactor), hidden

    def people_by(self, grouping: Grouping) -> Iterator[Person]:
        """The people in scope, each with the group of a grouping."""
        for person in super().people_by(grouping):
            yield person._replace(
                group=self.redactor.group(person.group, grouping),
                dn=self.redactor.dn(person.dn),
                guid=self.redactor.guid(person.guid),
                user_principal_name=self.redactor.value(person.user_principal_name),
                manager=self.redactor.dn(person.manager),
            )


def redacted(result: Result, redactor: Redactor | None) -> Result:
    """The result as the redactor leaves it; as it is without one."""
    if redactor is None:
        return result
    known: dict[str, Any] = {item.name: getattr(result, item.name) for item in fields(Result)}
    known |= {
        "sources": tuple(_source(source, redactor) for source in result.sources),
        "checks": tuple(map(_check, result.checks)),
        "trouble": tuple(map(redactor.message, result.trouble)),
        "suppressions": tuple(_suppression(rule, redactor) for rule in result.suppressions),
        "warnings": tuple(map(redactor.message, result.warnings)),
        "counts": _counts(result.counts, redactor),
        "tenant": result.tenant and hidden_forecast(result.tenant, redactor),
        "action_plan": _action_plan(result.action_plan, redactor),
        "groups": _groups(result.groups, redactor),
        "options": _options(result.options, redactor),
        "limits": _limits(result.limits, redactor),
        "redaction": redactor.mode,
    }
    return Redacted(**known, redactor=redactor)


def _options(
    options: Mapping[str, tuple[str, ...]], redactor: Redactor
) -> dict[str, tuple[str, ...]]:
    """The options; of who signed in nothing is left.

    A hidden text would be taken for the true one, and find nothing: a word to replace stands there.
    """
    hidden = {name: words for name, words in options.items() if name != "user"}
    for name in DN_OPTIONS.keys() & hidden.keys():
        # every second word is a value
        hidden[name] = tuple(
            DN_OPTIONS[name] if at % 2 and redactor.dn(word) != word else word
            for at, word in enumerate(hidden[name])
        )
    if "filter" in hidden:
        hidden["filter"] = (hidden["filter"][0], "YOUR-FILTER")
    return hidden


def _limits(
    limits: Mapping[str, tuple[str, ...]], redactor: Redactor
) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(redactor.limit(name, value) for value in values)
        for name, values in limits.items()
    }


def _source(source: SourceOutcome, redactor: Redactor) -> SourceOutcome:
    return replace(source, problems=[redactor.message(problem) for problem in source.problems])


def _check(check: CheckOutcome) -> CheckOutcome:
    """The outcome of a check: what it raised may hold what it had read."""
    if check.status != "crashed" or check.reason is None:
        return check
    return replace(check, reason=check.reason.partition(":")[0])


def _counts(counts: Counts, redactor: Redactor) -> Counts:
    """The counts; what stands for a suffix or domain without being one is hidden."""
    hidden: list[dict[str, int]] = []
    for by_name in (counts.suffixes, counts.suffixes_not_ready, counts.domains):
        named: Counter[str] = Counter()
        for name, number in by_name.items():
            named[name if DOMAIN.fullmatch(name) else redactor.name(name)] += number
        hidden.append(dict(named))
    suffixes, not_ready, domains = hidden
    return replace(counts, suffixes=suffixes, suffixes_not_ready=not_ready, domains=domains)


def _action_plan(plan: ActionPlan, redactor: Redactor) -> ActionPlan:
    """The plan; domains stay legible, and what else a step is about is hidden."""
    steps = (
        replace(
            step, part=step.part._replace(value=step.part.value and redactor.value(step.part.value))
        )
        if not (step.part.value and DOMAIN.fullmatch(step.part.value))
        else step
        for step in plan.steps
    )
    return replace(plan, steps=tuple(steps))


def _groups(groups: Mapping[GroupKey, int], redactor: Redactor) -> dict[GroupKey, int]:
    """The people by group; groups whose names cannot be told apart any more are one."""
    hidden: Counter[GroupKey] = Counter()
    for key, people in groups.items():
        hidden[key._replace(name=redactor.group(key.name, key.grouping))] += people
    return dict(hidden)


def _suppression(outcome: SuppressionOutcome, redactor: Redactor) -> SuppressionOutcome:
    rule = outcome.suppression
    value = rule.value
    if rule.scope in ("dn", "ou"):
        value = redactor.dn(value)
    elif rule.scope == "guid":
        value = redactor.guid(value) or MASK
    # a reason is free text, and who writes one names people
    hidden = replace(
        rule,
        value=value,
        reason=redactor.name(rule.reason),
        owner=rule.owner and redactor.name(rule.owner),
    )
    return replace(outcome, suppression=hidden)
