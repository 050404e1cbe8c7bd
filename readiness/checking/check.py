"""The contract of a check: a pure function of what it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from readiness.directory.persons import are_one_person
from readiness.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from readiness.checking.triggers import Trigger
    from readiness.model.counts import Counts
    from readiness.model.entry import Entry, Kind
    from readiness.model.finding import Severity
    from readiness.model.key_holder import KeyHolder
    from readiness.model.plan import Plan
    from readiness.model.sign import Sign

_finding = Finding._make
RELATED = 20
"""So many other holders of a key are named in a finding; the message has their number."""
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


class Key(NamedTuple):
    """What is kept of an entry for a comparison: the values of an attribute, made comparable.

    Keys that are equal in the same space meet, whichever checks asked for them.
    """

    space: str
    attribute: str
    """`dn` stands for the name of the entry."""
    fold: Callable[[str], str | None] | Callable[[bytes], str | None]
    """The comparable form of a value, or None when this value does not take part."""
    octets: bool = False
    """Whether `fold` takes the value as octets."""
    scope: Scope = Scope.IN
    """Of which entries the key is kept."""


@dataclass(frozen=True)
class DerivedAttribute:
    """An attribute that no directory holds: a check makes it of an entry, and keys compare it.

    The name that an account gets in the cloud is one: it follows from several attributes.
    """

    name: str
    """What a Key calls it; no directory has an attribute of that name."""
    derive: Callable[[Entry], Iterable[str]]
    """Its values for an entry in scope; it may look at what the check reads."""
    when: Trigger | None = None
    """Which entries have it, if not all."""


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
    """Every attribute that the check may look at; nothing else is fetched for it."""
    scope: ClassVar[Scope] = Scope.IN
    """Which entries `examine` is shown."""
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
    """A check of single values: `wrong` says what is wrong with one, whoever holds it."""

    trusts_healthy: ClassVar[bool] = False
    """Whether it has nothing to say about values that `healthy_values` knows: they are skipped."""

    def wrong(self, value: str) -> str | None:
        """What is wrong with the value, as the end of the sentence "*value* ..."."""
        raise NotImplementedError

    def propose(self, value: str) -> str | None:  # noqa: ARG002 - a default
        """A better value. The engine offers it only if it passes every check and is free."""
        return None

    def judge(self, entry: Entry, attribute: str, value: str) -> Iterator[Finding]:
        """Yield what is wrong with one value of one attribute."""
        message = self.wrong(value)
        if message is not None:
            yield self.finding(entry, attribute, value, message, proposal=self.propose(value))

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
            yield self.finding(entry, attribute, value, message, proposal=self.propose(value))


class KeyCheck(Check):
    """A check of what entries have to do with each other: a SharedKeyCheck or a JoinCheck."""

    derived: tuple[DerivedAttribute, ...] = ()
    """Attributes of its keys that no directory holds."""

    def shared(
        self,
        holder: KeyHolder,
        holders: Iterable[KeyHolder],
        message: str,
        *,
        severity: Severity | None = None,
    ) -> Finding:
        """A finding about the holder of a key; the others among `holders` are related to it."""
        others = (other.dn for other in holders if other.ordinal != holder.ordinal)
        related = tuple(islice(others, RELATED))
        attribute, value = holder.attribute, holder.value
        return self.finding(holder, attribute, value, message, related=related, severity=severity)


class SharedKeyCheck(KeyCheck):
    """A check of entries that share a key; by default, a key belongs to one entry."""

    keys: tuple[Key, ...]

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        """Yield what is wrong between the entries that hold one key.

        Called once for each key that at least two entries hold, with its holders of the check's
        kinds and keys, in the order of the sources; an entry may hold it more than once. What the
        sync engine joins is one object in the cloud, and shares nothing with itself.
        """
        if not are_one_person(holders):
            total = sum(1 for _ in distinct(holders))
            first = tuple(islice(distinct(holders), RELATED + 1))
            for holder in distinct(holders):
                yield self.shared(holder, first, f"is held by {total} objects")


class JoinCheck(KeyCheck):
    """A check of entries with a key that other entries hold in another attribute or scope."""

    left: tuple[Key, ...]
    """What entries mention, such as `member`."""
    right: tuple[Key, ...]
    """What is meant by it, such as `dn`."""

    def compare(
        self, left: Collection[KeyHolder], right: Collection[KeyHolder]
    ) -> Iterator[Finding]:
        """Yield what is wrong between the entries on both sides of one key.

        Called once for each key that is held on both sides, by more than one entry; the holders are
        of the check's kinds, in the order of the sources.
        """
        raise NotImplementedError


class UnmatchedCheck(JoinCheck):
    """A check of entries whose key nobody holds on the other side.

    What `examine` says of an entry is taken back if somebody on the right holds one of its keys on
    the left: an account may go without mail if another forest has its mailbox.
    """

    def compare(
        self,
        left: Collection[KeyHolder],  # noqa: ARG002 - a default
        right: Collection[KeyHolder],  # noqa: ARG002 - a default
    ) -> Iterator[Finding]:
        """Has nothing to say: that the two sides meet is enough."""
        return iter(())


def keys_of(check: Check) -> tuple[Key, ...]:
    """Every key that a check compares."""
    match check:
        case SharedKeyCheck():
            return check.keys
        case JoinCheck():
            return (*check.left, *check.right)
    return ()


def distinct(holders: Iterable[KeyHolder]) -> Iterator[KeyHolder]:
    """The first holder of each entry; those of one entry follow each other."""
    for _, of_entry in groupby(holders, key=attrgetter("ordinal")):
        yield next(of_entry)
