"""What is to be done with the entries of one kind: decided once, instead of for every batch."""

from __future__ import annotations

from functools import reduce
from itertools import chain
from operator import or_
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from readiness.checking.check import Check, DomainCheck, ValueCheck
from readiness.checking.healthy_values import HEALTHY
from readiness.checking.keyed_check import DerivedAttribute, KeyCheck
from readiness.checking.triggers.presence import present
from readiness.checking.triggers.values import unhealthy
from readiness.errors import CRASHES
from readiness.evaluation.batch_check import BatchCheck
from readiness.model.entry import Entry, Kind
from readiness.model.values import as_text
from readiness.uniqueness.key_rules import KeyRule, key_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from readiness.checking.triggers.trigger import Trigger
    from readiness.columns.column import Column
    from readiness.model.finding import Finding

_REMEMBERED_MAX = 50_000
"""So many values, or domains, of an attribute are remembered with what was said about them."""
_NOBODY = Entry("", Kind.OTHER, {})
"""Stands for the holder of a value while it is judged: what is wrong with it is so for anybody."""
_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


class ValueVerdicts(dict["str | bytes", "tuple[Finding, ...]"]):
    """What value checks say about each value of one attribute, which is judged but once.

    A hundred thousand accounts share a dozen values of userAccountControl.
    """

    def __init__(self, attribute: str, checks: tuple[ValueCheck, ...], doubtful: Trigger) -> None:
        """Take an attribute as the checks spell it, and what fires where a value may be wrong."""
        super().__init__()
        self.attribute, self.checks, self.doubtful = attribute, checks, doubtful

    def __missing__(self, value: str | bytes) -> tuple[Finding, ...]:
        # bounded, since names are all different; to forget all is cheaper than to know the oldest
        if len(self) == _REMEMBERED_MAX:
            self.clear()
        shown = as_text(value)
        said = (check.judge(_NOBODY, self.attribute, shown) for check in self.checks)
        self[value] = found = tuple(chain.from_iterable(said))
        return found


class DomainVerdicts:
    """Which domains pass the domain checks of one attribute.

    Addresses are nearly all different, and their domains nearly all the same: what passes once is
    never asked about again, and a batch with such domains alone is done with at one look.
    """

    def __init__(self, attribute: str, checks: tuple[DomainCheck, ...], clean: set[str]) -> None:
        """Take an attribute as the checks spell it, and the domains that are known to pass."""
        self.attribute, self.checks = attribute, checks
        self._clean = clean
        self._doubtful: set[str] = set()
        """The domains that some check may object to: there is no use in asking once more."""

    def unjudged(self, column: Column, bits: int) -> Iterator[tuple[int, str]]:
        """The values of some entries that the checks have to judge, each with its entry's index."""
        # nearly every batch ends here: its few domains are known to pass
        if self._clean.issuperset(column.domains):
            return
        for index, value in zip(*column.held_by(bits), strict=True):
            shown = as_text(value)
            _, sign, domain = shown.rpartition("@")
            if sign and not self._passes(domain, shown):
                yield index, shown

    def _passes(self, domain: str, value: str) -> bool:
        """Whether the domain of a value surely passes all checks."""
        if domain in self._clean or domain in self._doubtful:
            return domain in self._clean
        known = self._doubtful
        try:
            asked = [(check, check.domain(value)) for check in self.checks]
            if not all(part for _, part in asked):
                # a SIP address is none to a check of SMTP domains: it tells nothing of its domain
                return False
            if all(check.wrong(part) is None for check, part in asked):
                known = self._clean
        except CRASHES:
            pass  # `judge` raises it again, where it is told
        if len(known) == _REMEMBERED_MAX:
            known.clear()
        known.add(domain)
        return known is self._clean


class EvaluationPlan(NamedTuple):
    """What is to be done with the entries of one kind, in scope or out of it."""

    kind: Kind
    is_out_of_scope: bool
    batch_checks: tuple[BatchCheck, ...]
    """The checks that live somewhere else, and are asked about a batch at once."""
    by_trigger: Mapping[Trigger | None, tuple[Check, ...]]
    """The checks that see whole entries, by what has to fire; under None those that see all."""
    values: tuple[ValueVerdicts, ...]
    domains: tuple[DomainVerdicts, ...]
    key_rules: tuple[KeyRule, ...]
    """How the keys are made that other entries may share."""
    derived: tuple[tuple[Check, DerivedAttribute], ...]
    """The attributes that checks derive, for those keys."""


class EvaluationPlans(dict[tuple[Kind, bool], EvaluationPlan]):
    """The plan for each kind and whether its entries are out of scope, made when asked for."""

    def __init__(self, checks: Sequence[Check]) -> None:
        """Take all checks that run."""
        super().__init__()
        self._checks = checks
        self._clean: dict[tuple[DomainCheck, ...], set[str]] = {}
        """The domains that are known to pass some checks, whatever the attribute and kind."""

    def __missing__(self, kind_and_scope: tuple[Kind, bool]) -> EvaluationPlan:
        kind, out_of_scope = kind_and_scope
        of_kind = [check for check in self._checks if kind in check.kinds]
        examining = [
            check
            for check in of_kind
            if _examines(check) and check.scope.holds(out_of_scope=out_of_scope)
        ]
        elsewhere = [check for check in examining if isinstance(check, BatchCheck)]
        of_domains = [check for check in examining if isinstance(check, DomainCheck)]
        # one that says when it wants to be asked, or looks at an entry in its own way, gets its way
        of_values = [
            check
            for check in examining
            if isinstance(check, ValueCheck)
            and type(check).examine is ValueCheck.examine
            and not check.when
            and not check.consults
            and check not in of_domains
        ]
        apart = {*elsewhere, *of_domains, *of_values}
        others = [check for check in examining if check not in apart]
        self[kind_and_scope] = plan = EvaluationPlan(
            kind,
            out_of_scope,
            tuple(elsewhere),
            _grouped((_trigger(check), check) for check in others),
            tuple(_value_verdicts(of_values)),
            tuple(
                DomainVerdicts(attribute, checks, self._clean.setdefault(checks, set()))
                for attribute, checks in _grouped(
                    (attribute, check) for check in of_domains for attribute in check.reads
                ).items()
            ),
            key_rules(self._checks, kind, out_of_scope=out_of_scope),
            tuple(
                (check, attribute)
                for check in of_kind
                # what stays out gets nothing in the cloud that could be derived
                if isinstance(check, KeyCheck) and not out_of_scope
                for attribute in check.derived
            ),
        )
        return plan


def _examines(check: Check) -> bool:
    """Whether a check looks at entries one by one: many only compare them."""
    if isinstance(check, BatchCheck):
        return check.examines
    return type(check).examine is not Check.examine


def _trigger(check: Check) -> Trigger | None:
    """What fires where a check that sees whole entries wants to be asked; None if everywhere."""
    if check.when or not isinstance(check, ValueCheck):
        return check.when
    # an attribute that the table does not speak of may be wrong anywhere: then it sees all entries
    trusting = [unhealthy(name) for name in check.reads if check.trusts_healthy and name in HEALTHY]
    return reduce(or_, trusting) if len(trusting) == len(check.reads) else None


def _value_verdicts(checks: Iterable[ValueCheck]) -> Iterator[ValueVerdicts]:
    """The verdicts of each attribute; checks that trust the table of healthy values apart."""
    pairs = (
        ((attribute, check.trusts_healthy and attribute in HEALTHY), check)
        for check in checks
        for attribute in check.reads
    )
    for (attribute, is_trusting), judges in _grouped(pairs).items():
        doubtful = unhealthy(attribute) if is_trusting else present(attribute)
        yield ValueVerdicts(attribute, judges, doubtful)


def _grouped(pairs: Iterable[tuple[_Key, _Item]]) -> dict[_Key, tuple[_Item, ...]]:
    groups: dict[_Key, list[_Item]] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in groups.items()}
