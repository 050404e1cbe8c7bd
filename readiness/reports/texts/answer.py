"""What every report says first: how many people can go, what the verdict is, what the gate did.

In the sentences, `backticks` stand around what comes from the directory or the command line.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from readiness.gating.verdict import Verdict
from readiness.model.finding import Severity
from readiness.model.wording import counted, verb
from readiness.reports.texts.assumptions import assumption
from readiness.reports.texts.phrases import is_assessed, problems, was_nothing_read
from readiness.reports.texts.statements import Statement, directory_statement, gate_statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.gating.verdict import Gaps
    from readiness.pipeline.result import Result

_LATER = 3
"""So many further decisions are told; the JSON has all."""


class Answer(NamedTuple):
    """The head of a report; the verdict and the gate are two things."""

    sentence: str
    then: str
    """What becomes of it after the steps of the plan, or how much is known; may be empty."""
    because: str
    directory: Statement
    gate: Statement


def answer(result: Result) -> Answer:
    """The answer to "whom can we synchronise, and what do we do first?"."""
    return Answer(
        _sentence(result),
        _then(result),
        " ".join(_because(result)),
        directory_statement(result),
        gate_statement(result),
    )


def _sentence_of(why: str) -> str:
    return f"{why[:1].upper()}{why[1:]}."


def _sentence(result: Result) -> str:
    people, one, noun = result.people, "person", "people"
    # a directory of groups alone is rare, but has an answer, too
    if not people.in_scope:
        people, one, noun = result.objects, "object", "objects"
    those = f"{people.in_scope:,} {verb(people.in_scope, one, noun)}"
    if result.verdict is Verdict.EMPTY:
        return "There is nobody to synchronise in what was read."
    if was_nothing_read(result):
        return "Nothing was read."
    if result.verdict is Verdict.INCOMPLETE:
        if people.not_ready:
            return (
                f"At least {people.not_ready:,} of {people.in_scope:,} {noun} could not be"
                " synchronised as they should."
            )
        unknown = f"whether 1 {one}" if people.in_scope == 1 else f"how many of {those}"
        return f"Nobody can say {unknown} could be synchronised."
    if _is_open(result):
        how_far = "only partly" if _is_mostly_checked(result) else "not"
        return f"Whether {those} can be synchronised was {how_far} checked."
    # nobody ready: what follows is about what could be, and not about what is
    can = "can" if people.ready else "could"
    # what was not asked may be wrong with the others, and can only make them fewer
    most = "At most " if people.ready and not is_assessed(result) else ""
    of_all = f"{people.in_scope:,} {noun}"
    told = f"{most}{people.ready:,} of {of_all} {can} be synchronised as they should"
    # never a bare "ready" beside a tenant of which a part is not known
    return f"{told}, {assumed}" if (assumed := assumption(result)) else f"{told}."


def _is_open(result: Result) -> bool:
    """Whether nothing can be said of people: none has an error of those that were asked for."""
    # errors of other objects alone say nothing about people who were not checked
    people = result.people if result.people.in_scope else result.objects
    return bool(result.assessment.unasked) and not people.not_ready


def _is_mostly_checked(result: Result) -> bool:
    ran = sum(check.status == "ran" for check in result.checks)
    return 2 * ran > len(result.checks)


def promised_steps(result: Result) -> int:
    """So many steps of the plan does the answer promise something of: all, or none frees anybody.

    The promise is that of the last step, so that nobody has to reconcile two numbers.
    """
    steps = result.action_plan.steps
    if not steps or steps[-1].people_ready_after == steps[0].people_ready_before:
        return 0
    return len(steps)


def further_decisions(result: Result) -> Iterator[str]:
    """What is left to decide one by one once the plan is done, the most urgent first."""
    later = result.action_plan.later
    yield from (f"{decision.title} {decision.waiting}" for decision in later[:_LATER])
    if later[_LATER:]:
        yield f"{counted(len(later[_LATER:]), 'more decision')}, each of one check below."


def _then(result: Result) -> str:
    if result.verdict is Verdict.INCOMPLETE:
        return "" if was_nothing_read(result) else " ".join(_missing(result.assessment.gaps))
    if _is_open(result):
        ran = sum(check.status == "ran" for check in result.checks)
        return f"{ran:,} of {counted(len(result.checks), 'check')} ran."
    fixes = promised_steps(result)
    if not fixes or result.verdict is not Verdict.NOT_READY:
        return ""
    reached = result.action_plan.steps[fixes - 1].people_ready_after
    number = "everybody" if reached == result.people.in_scope else f"{reached:,}"
    if not is_assessed(result):
        number = f"at most {reached:,}"
    return f"After {fixes} {verb(fixes, 'fix', 'fixes')}: {number}."


def _missing(gaps: Gaps) -> Iterator[str]:
    """Sentences that blame what made a scan incomplete."""
    if gaps.unread:
        yield "Part of it was not read."
    if gaps.unexported:
        yield "Attributes that every check needs were not exported, or not as they are."
    if gaps.crashed:
        yield f"{counted(gaps.crashed, 'check')} crashed."
    if gaps.tenant:
        yield "What they meet in the tenant is not known."


def _because(result: Result) -> Iterator[str]:
    """Sentences: the cause before the number, in the reader's own words."""
    yield from _causes(result)
    missed = result.counts.left_out_people
    if missed:
        yield (
            f"{counted(missed, 'account')} that {verb(missed, 'looks', 'look')} like a person's"
            f" {verb(missed, 'is', 'are')} left out by the sync engine."
        )
    accepted = result.objects.accepted
    if accepted:
        yield (
            f"{counted(accepted, 'object')} {verb(accepted, 'counts', 'count')} as ready since"
            " somebody accepted every error there."
        )


def _but_assumed(result: Result) -> str:
    """What was not read of the tenant, without which nobody can say that everything was."""
    assumed = result.tenant.export.assumed if result.tenant else ()
    if not assumed:
        return ""
    was = verb(len(assumed), "was", "were")
    return (
        f" but for {counted(len(assumed), 'part')} of the tenant, which {was} not exported and"
        f" {verb(len(assumed), 'is', 'are')} assumed to change nothing"
    )


def _causes(result: Result) -> Iterator[str]:
    if result.verdict is Verdict.READY:
        has_accepted = any(
            share.suppressed
            for check in result.checks
            for share in check.by_severity
            if share.severity is Severity.ERROR
        )
        outcome = "every error was accepted" if has_accepted else "no object has an error"
        read = f"Everything was read{_but_assumed(result)}"
        yield f"{read}, every check that applies ran, and {outcome}."
        return
    if was_nothing_read(result):
        yield f"`{problems(result)[0]}`"
        return
    if result.verdict is not Verdict.NOT_READY:
        yield from map(_sentence_of, result.assessment.because)
        return
    # the one cause that most first scans have in common is said in the reader's own words
    suffixes = [suffix for suffix in result.advice.upn_suffixes if not suffix.routable]
    waiting = [suffix for suffix in suffixes if 2 * suffix.users > result.people.not_ready]
    if waiting:
        yield (
            f"{waiting[0].users:,} sign-in names end in `{waiting[0].suffix}`, a domain that no"
            " tenant can verify."
        )
    # whether somebody is ready does not depend on what a baseline knew
    errors = [
        (share.findings - share.suppressed, check)
        for check in result.checks
        for share in check.by_severity
        if share.severity is Severity.ERROR and share.findings > share.suppressed
    ]
    if errors and not waiting:
        _, worst = max(errors, key=itemgetter(0))
        yield f"Found most often: {worst.doc.title}"
    yield from map(_sentence_of, result.assessment.unasked)
