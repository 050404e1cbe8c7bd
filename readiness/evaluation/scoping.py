"""Tells the kind of each entry of a batch, and which of them the sync engine takes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING

from readiness.checking.triggers.presence import absent
from readiness.checking.triggers.values import blank, contains, unlike, where
from readiness.columns.bitset import indexes
from readiness.directory.objects.sync_scope import (
    LINKED_MAILBOX,
    SYSTEM_RECIPIENTS,
    is_below,
    reason_left_out,
)
from readiness.model.entry import Entry, Kind
from readiness.storage.kept_batches import Group

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from readiness.columns.batch import Batch


def _is_excluded_recipient(recipient_type: str) -> bool:
    try:
        recipient = int(recipient_type)
    except ValueError:
        return False  # what is no number has no bits, and so is no reason
    return bool(recipient & SYSTEM_RECIPIENTS) or recipient == LINKED_MAILBOX


DOUBTFUL_USER = (
    absent("sAMAccountName")
    | blank("sAMAccountName")
    | contains("sAMAccountName", "AAD_", "CAS_", "MSOL_", "SUPPORT_")
    | contains("mailNickname", "CAS_", "SystemMailbox{")
    | contains("adminDescription", "User_")
    | contains("dn", "CNF:", "DEL:")
    | unlike("isDeleted", "(?i:FALSE)")
    | unlike("isCriticalSystemObject", "(?i:FALSE)")
    | where("msExchRecipientTypeDetails", _is_excluded_recipient)
)
"""Fires for every user that `sync_scope` has a reason to leave out, and for some others."""
EXCLUDED = "excluded-ou"
"""Why an entry is out of scope whose container nobody asked for: no check sees it."""


@dataclass
class ScopedBatch:
    """Some entries of a batch, sorted by kind and scope; sets of entries are bits."""

    batch: Batch
    ordinals: Sequence[int]
    """The ordinal of every entry of the batch."""
    kinds: Mapping[Kind, int]
    out_of_scope: int = 0
    excluded: int = 0
    """Those out of scope for the reason EXCLUDED."""
    _entries: dict[int, Entry] = field(default_factory=dict)

    def entry(self, index: int) -> Entry:
        """One of the entries; each is made but once, and most of them never."""
        made = self._entries.get(index)
        if made is None:
            batch = self.batch
            made = self._entries[index] = Entry(
                batch.dn(index),
                self._kind_by_index[index],
                batch.values(index),
                ordinal=self.ordinals[index],
                line=batch.lines[index],
            )
        return made

    @cached_property
    def _kind_by_index(self) -> Sequence[Kind]:
        """The kind of every entry, put side by side once somebody asks for one."""
        found = [Kind.OTHER] * self.batch.size
        for kind, bits in self.kinds.items():
            for index in indexes(bits):
                found[index] = kind
        return found

    def groups(self) -> Iterator[Group]:
        """The entries that checks may see, by kind and scope."""
        for kind, bits in self.kinds.items():
            if in_scope := bits & ~self.out_of_scope:
                yield Group(kind, is_out_of_scope=False, bits=in_scope)
            if out_of_scope := bits & self.out_of_scope & ~self.excluded:
                yield Group(kind, is_out_of_scope=True, bits=out_of_scope)

    def in_scope(self) -> dict[Kind, int]:
        """The entries of each kind that the sync engine takes in."""
        return {kind: bits & ~self.out_of_scope for kind, bits in self.kinds.items()}


class Scoping:
    """Sorts entries by kind and scope."""

    def __init__(self, include: Sequence[str], exclude: Sequence[str]) -> None:
        """Take the containers that are scanned, and those that are not, in lower case."""
        self._include = include
        self._exclude = exclude

    def scope(self, batch: Batch, bits: int, ordinals: Sequence[int]) -> ScopedBatch:
        """Sort some entries of a batch, all of which have these ordinals."""
        scoped = ScopedBatch(batch, ordinals, _by_kind(batch, bits))
        in_doubt = bits
        if not (self._include or self._exclude):
            # nearly all entries are users of whom one look at whole columns tells that they are in
            in_doubt &= ~(scoped.kinds.get(Kind.USER, 0) & ~batch.triggered(DOUBTFUL_USER))
        for index in indexes(in_doubt):
            entry = scoped.entry(index)
            entry.out_of_scope = self._reason(entry)
            if entry.out_of_scope is not None:
                scoped.out_of_scope |= 1 << index
            if entry.out_of_scope == EXCLUDED:
                scoped.excluded |= 1 << index
        return scoped

    def _reason(self, entry: Entry) -> str | None:
        """Why an entry is out of scope, if it is."""
        # asked first: what is left out may lie within what is asked for
        if is_below(entry.dn, self._exclude):
            return EXCLUDED
        if self._include and not is_below(entry.dn, self._include):
            return EXCLUDED
        return reason_left_out(entry)


def _by_kind(batch: Batch, bits: int) -> dict[Kind, int]:
    """Some entries of a batch by kind."""
    column = batch.columns.get("objectclass")
    if column is None:
        return {Kind.OTHER: bits} if bits else {}
    # by the combination of classes, of which a directory has a dozen
    found = list(map(_kind_of, column.lines))
    for index in indexes(column.odd):  # beside a class that is no line of text, it may have others
        held = Entry("", Kind.OTHER, batch.values(index))
        found[index] = Kind.of(tuple(held.all("objectClass")))
    # what most of them are is found by who is not: to set a bit takes longer than to look
    most = max(set(found), key=found.count)
    kinds = dict.fromkeys(found, 0)
    for index, kind in enumerate(found):
        if kind is not most:
            kinds[kind] |= 1 << index
    kinds[most] = bits & ~reduce(or_, kinds.values())
    return {kind: chosen for kind, entries in kinds.items() if (chosen := entries & bits)}


@lru_cache(maxsize=1024)
def _kind_of(classes: str) -> Kind:
    """The kind that classes make, one a line."""
    return Kind.of(tuple(classes.split("\n")))
