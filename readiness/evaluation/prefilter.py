"""Finds out which checks have to look at which entries of a batch, and lets them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from readiness.checking.check import ValueCheck
from readiness.checking.triggers.values import looks_at_health
from readiness.columns.bitset import indexes
from readiness.errors import CRASHES, CheckFailure
from readiness.model.values import as_text
from readiness.storage.kept_batches import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from readiness.checking.check import Check
    from readiness.columns.batch import Batch
    from readiness.evaluation.batch_check import BatchCheck
    from readiness.evaluation.evaluation_plan import (
        DomainVerdicts,
        EvaluationPlan,
        ValueVerdicts,
    )
    from readiness.model.entry import Entry
    from readiness.model.finding import Finding

Said = tuple["Entry", "Finding"]
"""A finding, beside the entry that it is about."""
MakeEntry = Callable[[int], "Entry"]
"""Puts an entry together, by its index in the batch."""
Ask = Callable[[MakeEntry], "Iterator[tuple[int, Finding]]"]
"""Asks a check about a batch; its findings come with the index of their entry."""
OnCrash = Callable[["Check", "Entry | None", BaseException], None]
"""Is told that a check crashed, and about which entry; about none in particular if it is None."""


class UnjudgedValues(NamedTuple):
    """Values of one attribute that checks have to judge one by one."""

    attribute: str
    checks: Sequence[ValueCheck]
    values: Sequence[tuple[int, str]]
    """Each value behind the index of its entry."""


@dataclass
class Selection:
    """Who has to look at what in a batch; all other checks have nothing to say about it."""

    checks: dict[Check, int] = field(default_factory=dict)
    """The entries, in bits, that a check has to see as a whole."""
    verdicts: list[tuple[int, tuple[Finding, ...]]] = field(default_factory=list)
    """The index of an entry, and what was said about a value that it has, whoever holds it."""
    unjudged: list[UnjudgedValues] = field(default_factory=list)
    elsewhere: list[tuple[BatchCheck, Ask]] = field(default_factory=list)
    """Checks that are asked about a batch at once, and how."""

    def examine(self, entry: MakeEntry, crashed: OnCrash) -> Iterator[Said]:
        """Ask the checks, and yield what they say.

        One check sees all its entries before the next one is asked: to change the check costs more
        than to change the entry.
        """
        return chain(
            self._about_entries(entry, crashed),
            self._about_known_values(entry),
            self._about_values(entry, crashed),
            self._about_batches(entry, crashed),
        )

    def _about_entries(self, entry: MakeEntry, crashed: OnCrash) -> Iterator[Said]:
        for check, bits in self.checks.items():
            for index in indexes(bits):
                subject = entry(index)
                # what it said before it crashed stands: the rest is told as a crash
                try:
                    for finding in check.examine(subject):
                        yield subject, finding
                except CRASHES as error:
                    crashed(check, subject, error)

    def _about_known_values(self, entry: MakeEntry) -> Iterator[Said]:
        for index, findings in self.verdicts:
            subject = entry(index)
            for finding in findings:
                # judged of nobody in particular: who holds the value is filled in here
                yield subject, finding.about(subject.dn, subject.ordinal)

    def _about_values(self, entry: MakeEntry, crashed: OnCrash) -> Iterator[Said]:
        for attribute, checks, values in self.unjudged:
            for check in checks:
                for index, value in values:
                    subject = entry(index)
                    try:
                        for finding in check.judge(subject, attribute, value):
                            yield subject, finding
                    except CRASHES as error:
                        crashed(check, subject, error)

    def _about_batches(self, entry: MakeEntry, crashed: OnCrash) -> Iterator[Said]:
        for check, ask in self.elsewhere:
            try:
                for index, finding in ask(entry):
                    subject = entry(index)
                    # the other process knows entries by their index alone
                    yield subject, finding.about(subject.dn, subject.ordinal)
            except CheckFailure as failure:
                crashed(check, None, failure)


class Prefilter:
    """Selects the checks that have something to do with a batch, looking at whole columns."""

    def __init__(self, batch: Batch, crashed: OnCrash) -> None:
        """Take a batch, and who is told of a trigger that crashes."""
        self._batch = batch
        self._crashed = crashed

    def select(self, plan: EvaluationPlan, bits: int) -> Selection:
        """What the checks of a plan have to look at, of some entries."""
        selection = Selection()
        for trigger, checks in plan.by_trigger.items():
            triggered = bits
            if trigger:
                try:
                    # a trigger speaks of all kinds of entries, and is remembered so
                    triggered &= self._batch.triggered(trigger)
                except CRASHES as error:  # the checks see all entries, so that nothing is lost
                    for check in checks:
                        self._crashed(check, None, error)
            if triggered:
                selection.checks |= dict.fromkeys(checks, triggered)
        group = Group(plan.kind, plan.is_out_of_scope, bits)
        selection.elsewhere += [
            (check, partial(check.examine_batch, self._batch, group)) for check in plan.batch_checks
        ]
        for of_values in plan.values:
            self._judge_values(of_values, bits, selection)
        for of_domains in plan.domains:
            self._judge_domains(of_domains, bits, selection)
        return selection

    def select_judges(self, plan: EvaluationPlan, attribute: str) -> Selection:
        """What the checks of values of an attribute have to look at, of all entries."""
        selection = Selection()
        every = (1 << self._batch.size) - 1
        for trigger, checks in plan.by_trigger.items():
            # other triggers may look at what is not there beside the values
            bits = every
            if trigger and looks_at_health(trigger):
                bits = self._batch.triggered(trigger)
            judges = (
                check
                for check in checks
                if isinstance(check, ValueCheck) and attribute in check.reads
            )
            if bits:
                selection.checks |= dict.fromkeys(judges, bits)
        group = Group(plan.kind, plan.is_out_of_scope, every)
        selection.elsewhere += [
            (check, partial(_judge_batch, check, self._batch, group, attribute))
            for check in plan.batch_checks
            if attribute in check.judges
        ]
        for of_values in plan.values:
            if of_values.attribute == attribute:
                self._judge_values(of_values, every, selection)
        for of_domains in plan.domains:
            if of_domains.attribute == attribute:
                self._judge_domains(of_domains, every, selection)
        return selection

    def _judge_values(self, verdicts: ValueVerdicts, bits: int, selection: Selection) -> None:
        column = self._batch.columns.get(verdicts.attribute.lower())
        if column is None:
            return
        doubtful = bits & self._batch.triggered(verdicts.doubtful)
        if not doubtful:
            return
        entries, values = column.held_by(doubtful)
        try:
            # a value that was judged is looked up: a million users share a dozen account controls
            said = {value: found for value in {*values} if (found := verdicts[value])}
        except CRASHES:  # each check judges by itself, and the one that crashes is told
            _leave_to_judge(verdicts, zip(entries, map(as_text, values), strict=True), selection)
            return
        if said:
            held = zip(entries, values, strict=True)
            selection.verdicts += [(entry, said[value]) for entry, value in held if value in said]

    def _judge_domains(self, verdicts: DomainVerdicts, bits: int, selection: Selection) -> None:
        column = self._batch.columns.get(verdicts.attribute.lower())
        if column is not None:
            _leave_to_judge(verdicts, verdicts.unjudged(column, bits), selection)


def _judge_batch(
    check: BatchCheck, batch: Batch, group: Group, attribute: str, _: MakeEntry
) -> Iterator[tuple[int, Finding]]:
    return check.judge_batch(batch, group, attribute)


def _leave_to_judge(
    verdicts: ValueVerdicts | DomainVerdicts,
    values: Iterable[tuple[int, str]],
    selection: Selection,
) -> None:
    if found := list(values):
        selection.unjudged.append(UnjudgedValues(verdicts.attribute, verdicts.checks, found))
