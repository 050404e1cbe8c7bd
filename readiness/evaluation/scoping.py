"""Tells the kind of each entry of a table, and which of them the sync engine takes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness.columns.bitset import indexes
from readiness.directory.sync_scope import DOUBTFUL_USER, is_below, reason_left_out
from readiness.model.entry import Entry, Kind
from readiness.model.values import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from readiness.columns.batch import Batch
    from readiness.model.entry import Values

EXCLUDED = "excluded-ou"


@dataclass
class Admission:
    """Who is who among some entries of a table; numbers of entries are bits."""

    batch: Batch
    ordinals: Sequence[int]
    """That of each entry of the table."""
    kinds: Mapping[Kind, int]
    out_of_scope: int = 0
    excluded: int = 0
    """Those that are left out because nobody asked for their containers."""
    _entries: dict[int, Entry] = field(default_factory=dict)

    def entry(self, number: int) -> Entry:
        """One of the entries; each is made but once."""
        made = self._entries.get(number)
        if made is None:
            batch = self.batch
            made = self._entries[number] = Entry(
                batch.dn(number),
                self._kind(number),
                batch.values(number),
                ordinal=self.ordinals[number],
                line=batch.lines[number],
            )
        return made

    def _kind(self, number: int) -> Kind:
        for kind, bits in self.kinds.items():
            if bits >> number & 1:
                return kind
        return Kind.OTHER

    def groups(self) -> Iterator[tuple[Kind, bool, int]]:
        """The entries of each kind, in scope and left out, without those that nobody asked for."""
        for kind, bits in self.kinds.items():
            if in_scope := bits & ~self.out_of_scope:
                yield kind, False, in_scope
            if out_of_scope := bits & self.out_of_scope & ~self.excluded:
                yield kind, True, out_of_scope

    def in_scope(self) -> dict[Kind, int]:
        """The entries of each kind that the sync engine takes in."""
        return {kind: bits & ~self.out_of_scope for kind, bits in self.kinds.items()}


class Doorkeeper:
    """Decides who is admitted."""

    def __init__(self, include: Sequence[str], exclude: Sequence[str]) -> None:
        """Take containers in lower case."""
        self._include = include
        self._exclude = exclude
        self._kinds: dict[object, Kind] = {}

    def admit(self, batch: Batch, bits: int, ordinals: Sequence[int]) -> Admission:
        """Sort some entries of a table."""
        admission = Admission(batch, ordinals, self._kinds_in(batch, bits))
        plain = 0
        if not (self._include or self._exclude):
            plain = admission.kinds.get(Kind.USER, 0) & ~batch.triggered(DOUBTFUL_USER)
        for number in indexes(bits & ~plain):
            entry = admission.entry(number)
            entry.out_of_scope = self._reason(entry)
            if entry.out_of_scope is not None:
                admission.out_of_scope |= 1 << number
            if entry.out_of_scope == EXCLUDED:
                admission.excluded |= 1 << number
        return admission

    def _kinds_in(self, batch: Batch, bits: int) -> dict[Kind, int]:
        kinds: dict[Kind, int] = {}
        column = batch.columns.get("objectclass")
        if column:
            names: dict[str | bytes, int] = {}
            several = column.several
            for entry, name in zip(column.entries, column.values, strict=True):
                if not several or not several >> entry & 1:
                    names[name] = names.get(name, 0) | 1 << entry
            for name, mine in names.items():
                kind = self._kind(name)
                kinds[kind] = kinds.get(kind, 0) | mine
            for entry in indexes(several):
                kind = self._kind(column.of_entry(entry) or "")
                kinds[kind] = kinds.get(kind, 0) | 1 << entry
        kinds[Kind.OTHER] = kinds.get(Kind.OTHER, 0) | ~batch.present("objectclass")
        return {kind: some for kind, mine in kinds.items() if (some := mine & bits)}

    def _kind(self, classes: Values) -> Kind:
        known = tuple(classes) if isinstance(classes, list) else classes
        kind = self._kinds.get(known)
        if kind is None:
            names = known if isinstance(known, tuple) else (known,)
            spelt = tuple(name if isinstance(name, str) else text(name) for name in names)
            kind = self._kinds[known] = Kind.of(spelt)
        return kind

    def _reason(self, entry: Entry) -> str | None:
        """Why an entry is left out, if it is."""
        if is_below(entry.dn, self._exclude):
            return EXCLUDED
        if self._include and not is_below(entry.dn, self._include):
            return EXCLUDED
        return reason_left_out(entry)
