"""The contract of a check: a pure function of the entry that it is shown."""

from __future__ import annotations

from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from readiness.model.counts import Counts
from readiness.model.entry import Entry, Kind
from readiness.model.finding import Finding, Severity
from readiness.model.key_holder import KeyHolder

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from readiness.checking.triggers import Trigger
    from readiness.model.plan import Plan
    from readiness.model.sign import Sign

_finding = Finding._make
RELATED = 20
"""So many other holders of a value are named in a finding; the message has their number."""


class Skip(Exception):
    """Raised by a check that cannot run; its text is the reason, and a line in every report."""


class Key(NamedTuple):
    """What a check remembers of an entry: a value of an attribute, made comparable.

    Keys that are equal in the same `space` meet, whichever check asked for them.
    """

    space: str
    attribute: str
    fold: Callable[[str], str | None] | Callable[[bytes], str | None]
    """The comparable form of a value, or None when this value does not take part."""
    octets: bool = False
    """Whether `fold` takes the value as octets."""
    of_left_out: bool = False
    """Whether the key is remembered of entries that the sync engine leaves out, instead."""
    side: Literal["", "left", "right"] = ""
    """For a join: a key with a side only meets keys of the other side."""


class Check:
    """One thing that can be wrong with an entry, or between entries.

    The docstring of a subclass is its whole text: the first line its title, then what happens in
    the cloud, then `Fix:` and `See:`, and `Prevents:` where Microsoft has a name for the error.
    """

    id: ClassVar[str]
    """Kebab case; names the problem."""
    severity: ClassVar[Severity]
    kinds: ClassVar[frozenset[Kind]]
    reads: ClassVar[tuple[str, ...]]
    """Every attribute that the check may look at; nothing else is fetched for it."""
    sees_left_out: ClassVar[bool] = False
    """Whether it looks at the entries that the sync engine leaves out, too."""
    sign_of: ClassVar[Sign | None] = None
    """What its findings are a sign of, if that tells one identity model from another."""

    when: Trigger | None = None
    """Which entries are worth a look, if not all: where the speed comes from; see `triggers`."""
    keys: tuple[Key, ...] = ()
    """What `compare` needs to know of every entry."""

    def __init__(self, plan: Plan) -> None:
        """Take note of the plan; raises Skip when the check cannot run with it."""
        self.plan = plan

    def examine(self, entry: Entry) -> Iterator[Finding]:  # noqa: ARG002 - a default
        """Yield what is wrong with one entry, which knows nothing of the others."""
        return iter(())

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        """Yield what is wrong between the entries that mention one key.

        Called once for each key that at least two entries mention, with the mentions that the
        check asked for, in the order of the sources. By default a key belongs to one entry.
        """
        total = sum(1 for _ in distinct(holders))
        if total > 1:
            first = tuple(islice(distinct(holders), RELATED + 1))
            for holder in distinct(holders):
                yield self.shared(holder, first, f"is held by {total} objects")

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
    ) -> Finding:
        """A finding of this check about an entry."""
        return _finding(
            (self.id, subject.dn, attribute, value, message, proposal, related, subject.ordinal)
        )

    def shared(self, holder: KeyHolder, holders: Iterable[KeyHolder], message: str) -> Finding:
        """The finding that a mention shares its key with the other holders."""
        others = (one.dn for one in holders if one.ordinal != holder.ordinal)
        related = tuple(islice(others, RELATED))
        return self.finding(holder, holder.attribute, holder.value, message, related=related)


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


def distinct(holders: Iterable[KeyHolder]) -> Iterator[KeyHolder]:
    """The first mention of each entry; mentions of one entry follow each other."""
    for _, mine in groupby(holders, key=attrgetter("ordinal")):
        yield next(mine)
