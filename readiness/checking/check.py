"""The contract of a check: a pure function of what it is shown."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Literal

from readiness.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.checking.triggers.trigger import Trigger
    from readiness.model.counts import Counts
    from readiness.model.entry import Entry, Kind
    from readiness.model.finding import Severity
    from readiness.model.key_holder import KeyHolder
    from readiness.model.plan import Plan
    from readiness.model.sign import Sign

# by position, which is faster than by name: a check may find something wrong with everybody
_finding = Finding._make
SkipReason = Literal["does-not-apply", "not-asked"]


class Skip(Exception):
    """Raised by a check that cannot run with a plan; its text says why in every report.

    The reason is `does-not-apply` where the plan is for something else, and `not-asked` where it
    lacks what every plan has, the tenant's verified domains: what is not asked may be wrong.
    """

    def __init__(self, why: str, *, reason: SkipReason = "does-not-apply") -> None:
        """Take the text, without a full stop: `no verified domain was given`."""
        super().__init__(why)
        self.reason = reason


class Scope(Enum):
    """Which entries a check is about, by what the sync engine does with them."""

    IN = "in"
    """Those that it takes in."""
    OUT = "out"
    """Those that it leaves out; `Entry.out_of_scope` says why."""
    ANY = "any"

    def holds(self, *, out_of_scope: bool) -> bool:
        """Whether an entry in or out of what the sync engine takes in belongs to it."""
        return self is Scope.ANY or out_of_scope is (self is Scope.OUT)


class Check:
    """One thing that can be wrong with an entry, or between entries.

    The docstring of a subclass is its whole text: the first line its title, then what happens in
    the cloud, then `Fix:`, `Step:` (what to decide about all findings at once, behind a word for
    programs; `{who}`, `{part}` and `{target}` stand for the objects, the domain or value in
    question and where proposals lead), `Risk:` where that may surprise people, `Prevents:` where
    Microsoft has a name for the error, `IdFix:` where its retired tool had one, `See:`, and
    `Since:`, the version of this tool that brought the check.
    """

    id: ClassVar[str]
    """Kebab case; names the problem."""
    severity: ClassVar[Severity]
    """The gravest that it says."""
    kinds: ClassVar[frozenset[Kind]]
    reads: tuple[str, ...]
    """Every attribute that the check needs; nothing else is fetched for it but what it consults."""
    consults: tuple[str, ...] = ()
    """Attributes that it looks at where there are any, mostly for a better proposal: the check does
    its work without them."""
    scope: ClassVar[Scope] = Scope.IN
    """Which entries `examine` is shown."""
    for_kept_out: ClassVar[bool] = False
    """Whether it is shown accounts that nobody should synchronise (`directory.kept_out`), too: all
    others have nothing to say about them, since they are not to be repaired."""
    sign_of: ClassVar[Sign | None] = None
    """What its findings are a sign of, if that tells one identity model from another."""
    when: Trigger | None = None
    """Which of these it wants to be asked about, if not all: where the speed comes from."""

    def __init__(self, plan: Plan) -> None:
        """Take note of the plan; raises Skip when the check cannot run with it."""
        self.plan = plan

    def examine(self, entry: Entry) -> Iterator[Finding]:  # noqa: ARG002 - a default
        """Yield what is wrong with one entry, which knows nothing of the others."""
        return iter(())

    def conclude(self, counts: Counts) -> Iterator[Finding]:  # noqa: ARG002 - a default
        """Yield what is wrong with the directory as a whole, from its counts."""
        return iter(())

    def finding(
        self,
        subject: Entry | KeyHolder,
        attribute: str,
        value: str | None,
        message: str,
        *,
        proposal: str | None = None,
        related: tuple[str, ...] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this check about an entry, with a severity if it is milder than others."""
        about = self.id, subject.dn, attribute, value, message
        return _finding((*about, proposal, related, subject.ordinal, severity))


class ValueCheck(Check):
    """A check of single values: `wrong` says what is wrong with one, whoever holds it.

    Each different value is judged once, unless the check consults other attributes of its holder.
    """

    trusts_healthy: ClassVar[bool] = False
    """Whether it has nothing to say about values that `healthy_values` knows: they are skipped."""

    def wrong(self, value: str) -> str | None:
        """What is wrong with the value, as the end of the sentence "*value* ..."."""
        raise NotImplementedError

    def propose(self, value: str) -> str | None:  # noqa: ARG002 - a default
        """A better value. The engine offers it only if it passes every check and is free."""
        return None

    def propose_for(self, entry: Entry, value: str) -> str | None:  # noqa: ARG002 - a default
        """A better value for an entry, of which the check may consult other attributes."""
        return self.propose(value)

    def judge(self, entry: Entry, attribute: str, value: str) -> Iterator[Finding]:
        """Yield what is wrong with one value of one attribute."""
        # None, and not false: an empty text is something to say
        message = self.wrong(value)
        if message is not None:
            proposal = self.propose_for(entry, value)
            yield self.finding(entry, attribute, value, message, proposal=proposal)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        """Judge every value of every attribute that the check reads."""
        for attribute in self.reads:
            for value in entry.all(attribute):
                yield from self.judge(entry, attribute, value)


class DomainCheck(ValueCheck):
    """A check of the domain of addresses; the engine remembers the domains that pass.

    `wrong` is asked about the domain alone, in lower case, and never about an empty one.
    """

    def domain(self, value: str) -> str:
        """The part of a value that the check is about, in lower case; empty when there is none."""
        return value.rpartition("@")[2].lower() if "@" in value else ""

    def judge(self, entry: Entry, attribute: str, value: str) -> Iterator[Finding]:
        """Yield what is wrong with the domain of one value."""
        domain = self.domain(value)
        message = self.wrong(domain) if domain else None
        if message is not None:
            proposal = self.propose_for(entry, value)
            yield self.finding(entry, attribute, value, message, proposal=proposal)
