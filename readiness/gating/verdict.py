"""The verdict: whether the directory is ready, whatever a pipeline was asked to let pass."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from readiness.model.finding import Severity
from readiness.model.wording import counted, verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readiness.checking.outcome import CheckOutcome


class Verdict(StrEnum):
    """What can be said of a directory; the first that holds, from top to bottom."""

    INCOMPLETE = "incomplete"
    """Something was not read, or not to its end, or a check crashed."""
    EMPTY = "empty"
    """Nothing that was read would be synchronised."""
    NOT_READY = "not-ready"
    """There is an error that nobody accepted."""
    NOT_ASSESSED = "not-assessed"
    """No error was found, but not everything that may be one was asked."""
    READY = "ready"


class Gaps(NamedTuple):
    """What a scan lacks, counted by what is to blame."""

    unread: int = 0
    """What was not read, or not to its end."""
    unexported: int = 0
    """What an export would hold if it had been made without a list of attributes."""
    tenant: int = 0
    """What an export of the tenant does not tell."""
    crashed: int = 0
    """The checks that crashed."""


class Assessment(NamedTuple):
    """A verdict, and why."""

    verdict: Verdict
    because: tuple[str, ...] = ()
    """Sentences without a full stop, the most important first; none where it is ready."""
    unasked: tuple[str, ...] = ()
    """The same of what may be an error and was not asked, whatever else was found."""
    gaps: Gaps = Gaps()

    @property
    def is_settled(self) -> bool:
        """Whether everybody is known to be ready or not: neither gaps nor questions are left."""
        return not any(self.gaps) and not self.unasked


class Outlook(NamedTuple):
    """How many objects in scope are ready: those without an error that nobody accepted."""

    in_scope: int
    ready: int
    accepted: int = 0
    """Of the ready ones those that have errors, all of which somebody accepted."""

    @property
    def not_ready(self) -> int:
        """The number of objects that are not ready."""
        return self.in_scope - self.ready


def assess(
    checks: Sequence[CheckOutcome],
    *,
    gaps: Gaps,
    objects: Outlook,
    people: Outlook,
    errors: int,
    knows_domains: bool,
    unpredicted: int = 0,
) -> Assessment:
    """The verdict on a directory.

    `people` are those of the `objects` that are users or inetOrgPersons. `errors` are the findings
    of severity error that nobody accepted, those about objects out of scope and about the whole
    directory included. `knows_domains` says whether the plan has the domains that the tenant has
    verified. `unpredicted` are the objects whose own values keep from telling whom they meet there.
    """
    unasked = tuple(_unasked(checks, knows_domains=knows_domains))
    # never a false "ready": what was not read may hold anything
    if any(gaps):
        why = f"the scan is incomplete: {counted(sum(gaps), 'problem')}"
        return Assessment(Verdict.INCOMPLETE, (why,), unasked, gaps)
    if not objects.in_scope:
        return Assessment(Verdict.EMPTY, ("the sources hold no object that would be synchronised",))
    if errors:
        why_not = tuple(_why_not_ready(objects, people, errors))
        return Assessment(Verdict.NOT_READY, why_not, unasked)
    if unpredicted:
        of_whom = f"{counted(unpredicted, 'object')} {verb(unpredicted, 'meets', 'meet')}"
        unasked = (*unasked, f"what {of_whom} in the tenant cannot be told: tenant-unknown")
    return Assessment(Verdict.NOT_ASSESSED if unasked else Verdict.READY, unasked, unasked)


def _why_not_ready(objects: Outlook, people: Outlook, errors: int) -> Iterator[str]:
    others = objects.not_ready - people.not_ready
    if people.not_ready:
        are = verb(people.not_ready, "is", "are")
        yield f"{people.not_ready:,} of {counted(people.in_scope, 'user')} {are} not ready"
    if others:
        objects_in_scope = counted(objects.in_scope - people.in_scope, "other object")
        yield f"{others:,} of {objects_in_scope} {verb(others, 'is', 'are')} not ready"
    if not objects.not_ready:
        concern = verb(errors, "concerns", "concern")
        yield f"{counted(errors, 'error')} {concern} objects out of scope, or the whole directory"


def _unasked(checks: Sequence[CheckOutcome], *, knows_domains: bool) -> Iterator[str]:
    """What may be an error and was not asked, in words."""
    # of the severity that a check says itself: to lower it does not make the error harmless
    grave = [check for check in checks if check.declared_severity >= Severity.ERROR]
    # a check may have run on one source, while another lacks the attributes that it reads
    why_skipped = [check.status_reason for check in grave]
    if not knows_domains or "not-asked" in why_skipped:
        yield "whether the suffixes are verified was not asked: --domain"
    for number, said in (
        (why_skipped.count("deselected"), "deselected"),
        (why_skipped.count("attribute-missing"), "not asked, since the export lacks attributes"),
        (sum(check.is_lowered for check in grave), "lowered"),
    ):
        if number:
            was = verb(number, "was", "were")
            yield f"{counted(number, 'check')} of severity error {was} {said}"
