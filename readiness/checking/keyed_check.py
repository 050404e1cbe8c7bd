"""The contract of a check of several entries: what keys it compares, and what it says of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from readiness.checking.check import Check, Scope
from readiness.directory.objects.persons import are_one_person

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from readiness.checking.triggers.trigger import Trigger
    from readiness.model.entry import Entry
    from readiness.model.finding import Finding, Severity
    from readiness.model.key_holder import KeyHolder

RELATED = 20
"""So many other holders of a key are named in a finding; the message has their number."""


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
            # gone through twice: a million may hold one default value, and are not kept in memory
            total = sum(1 for _ in distinct(holders))
            # one more than is told, since a holder is not related to itself
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
    the left: an account may go without mail if another forest has its mailbox. `compare` may say
    something else in its place, to which others are related.
    """

    def compare(
        self,
        left: Collection[KeyHolder],  # noqa: ARG002 - a default
        right: Collection[KeyHolder],  # noqa: ARG002 - a default
    ) -> Iterator[Finding]:
        """By default, has nothing to say: that the two sides meet is enough."""
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
