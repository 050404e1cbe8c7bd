"""The entries of a block by attribute, so that much can be said of all of them at once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol, Self

from readiness.columns.column import TEXT, Column, Held
from readiness.model.values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from readiness.columns.kernels import PlainParts
    from readiness.model.entry import Values

Dumped = tuple[int, list[int], "dict[str, PlainParts]"]
"""What a batch can be made of again: its size, the lines of its entries, and its columns.

Plain tuples, so that `marshal` can write them, which takes a tenth of the time of `pickle`.
"""
_FEW = 16
"""So many entries of a batch are looked up one by one before a column is put side by side."""


class Selector(Protocol):
    """Tells some entries of a batch from the others; equal ones are asked but once."""

    def __hash__(self) -> int:
        """As of any key of a dictionary."""

    def entries(self, batch: Batch) -> int:
        """The entries of a batch that it selects, in bits."""


class Batch:
    """The entries of a block."""

    def __init__(self, size: int, lines: Sequence[int], columns: dict[str, Column]) -> None:
        """Take the number of entries, the line of each in its file, and a column by attribute.

        The names of attributes are in lower case; `dn` is one of them.
        """
        self.size = size
        self.lines = lines
        self.columns = columns
        self.each = Each(size, columns)
        """The value or values of every entry, by attribute: `batch.each["mail"][index]`."""
        self.lookups = Lookups(self.each)
        """The same where a few entries are asked about, as `EntryValues` does."""
        self._triggered: dict[Selector, int] = {}

    @classmethod
    def of(
        cls,
        records: Sequence[tuple[str, Mapping[str, Values]]],
        lines: Sequence[int],
        wanted: Mapping[str, int],
    ) -> Self:
        """The batch of records, each with its DN; `wanted` says how attributes are read."""
        found: dict[str, tuple[list[int], list[str | bytes]]] = {"dn": ([], [])}
        for index, (dn, attributes) in enumerate(records):
            for name, value in (("dn", dn), *attributes.items()):
                entries, values = found.setdefault(name, ([], []))
                # most attributes have one value, for which no list was made
                several = value if isinstance(value, list) else [value]
                entries += [index] * len(several)
                values += several
        return cls.held(lines, found, wanted)

    @classmethod
    def held(
        cls,
        lines: Sequence[int],
        found: Mapping[str, tuple[Sequence[int], Sequence[str | bytes]]],
        wanted: Mapping[str, int],
    ) -> Self:
        """The batch of entries on these lines that hold these values: see `Held`."""
        size = len(lines)
        return cls(
            size,
            lines,
            {
                # TEXT and CLASSES are negative: both are read as text
                name: Column.of(size, Held(*held), is_text=wanted.get(name, TEXT) < 0)
                for name, held in found.items()
                if held[0]
            },
        )

    @classmethod
    def loaded(cls, dumped: Dumped) -> Self:
        """The batch that was dumped."""
        size, lines, columns = dumped
        return cls(size, lines, {name: Column(size, parts) for name, parts in columns.items()})

    def dump(self) -> Dumped:
        """What the batch can be made of again."""
        columns = {name: column.plain_parts for name, column in self.columns.items()}
        return self.size, list(self.lines), columns

    def add_column(self, name: str, held: Held) -> None:
        """Add an attribute in text, whose name is in lower case and new."""
        self.columns[name] = Column.of(self.size, held, is_text=True)
        # a check may have asked for it before it was there
        self.each.pop(name, None)
        self.lookups.pop(name, None)

    def present(self, name: str) -> int:
        """The entries that have an attribute, in bits."""
        column = self.columns.get(name)
        return column.present if column else 0

    def triggered(self, trigger: Selector) -> int:
        """The entries that a trigger fires for, in bits, found out but once.

        A negative number has all bits beyond the last entry set. Raises whatever the trigger
        raises, which may be anybody's.
        """
        found = self._triggered.get(trigger)
        if found is None:
            # several checks say the same trigger, and each kind of entry asks again
            found = self._triggered[trigger] = trigger.entries(self)
        return found

    def dn(self, index: int) -> str:
        """The DN of an entry."""
        dn = self.each["dn"][index] or ""
        if type(dn) is str:  # as nearly always
            return dn
        # of several lines of dn, the first one names the entry
        return as_text(dn[0] if isinstance(dn, list) else dn)

    def firsts(self, name: str) -> Sequence[str]:
        """The first value of every entry as text; empty for an entry without."""
        column = self.columns.get(name)
        if column is None:
            return [""] * self.size
        if not column.several and not column.odd:
            return column.lines
        firsts = (held[0] if isinstance(held, list) else held or "" for held in column.each)
        return list(map(as_text, firsts))

    def values(self, index: int) -> EntryValues:
        """The values of an entry by attribute."""
        return EntryValues(self.lookups, index)

    def rows(self, names: Iterable[str]) -> list[dict[str, Values]]:
        """The values of every entry by attribute, of these attributes, without what it lacks.

        For who asks most entries for most of them: a dictionary answers ten times as fast.
        """
        held = [name for name in dict.fromkeys(("dn", *names)) if name in self.columns]
        side_by_side = zip(*[self.each[name] for name in held], strict=True)
        return [
            {name: value for name, value in zip(held, row, strict=True) if value is not None}
            for row in side_by_side
        ]


class Each(dict[str, "Sequence[Values | None]"]):
    """The values of every entry, by attribute in lower case, put side by side when asked for."""

    def __init__(self, size: int, columns: Mapping[str, Column]) -> None:
        # not the batch, which holds this: two that hold each other outlive their use by far
        super().__init__()
        self.columns = columns
        self._size = size

    def __missing__(self, name: str) -> Sequence[Values | None]:
        column = self.columns.get(name)
        self[name] = values = column.each if column else (None,) * self._size
        return values


class Lookups(dict[str, "Sequence[Values | None] | Column"]):
    """What tells the value of one entry by its index: a column, or all values side by side.

    Nearly every check speaks of a few entries of a batch, and some of nearly all of them: values
    are put side by side once many are asked for.
    """

    def __init__(self, each: Each) -> None:
        super().__init__()
        self.each = each
        self._asked: Counter[str] = Counter()

    def __missing__(self, name: str) -> Sequence[Values | None] | Column:
        column = self.each.columns.get(name)
        self._asked[name] += 1
        if column is not None and self._asked[name] <= _FEW and name not in self.each:
            return column
        self[name] = values = self.each[name]
        return values


class EntryValues:
    """The values of one entry of a batch, by attribute in lower case."""

    __slots__ = ("_index", "_lookups")

    def __init__(self, lookups: Lookups, index: int) -> None:
        self._lookups = lookups
        self._index = index

    def get(self, name: str) -> Values | None:
        """The value or values of an attribute, if the entry has any."""
        return self._lookups[name][self._index]

    def __contains__(self, name: str) -> bool:
        column = self._lookups.each.columns.get(name)
        return bool(column and column.present >> self._index & 1)
