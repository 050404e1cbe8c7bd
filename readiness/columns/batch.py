"""The entries of a block by attribute, so that much can be said of all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from readiness.columns.column import TEXT, Column, Held
from readiness.errors import CRASHES
from readiness.model.values import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from readiness.checking.triggers import Trigger
    from readiness.columns.column import Made
    from readiness.model.entry import Values

Dumped = tuple[int, list[int], "dict[str, Made]"]
"""What a table can be made of again: its size, the lines of its entries, and its columns."""


class Batch:
    """The entries of a block."""

    def __init__(self, size: int, lines: Sequence[int], columns: Mapping[str, Column]) -> None:
        """Take as many entries, the line of each in its file, and columns by name in lower case.

        One of the columns is `dn`.
        """
        self.size = size
        self.lines = lines
        self.columns = columns
        self.each = Each(self)
        self._triggered: dict[Trigger, int] = {}

    @classmethod
    def of(
        cls,
        records: Sequence[tuple[str, Mapping[str, Values]]],
        lines: Sequence[int],
        wanted: Mapping[str, int],
    ) -> Self:
        """The table of records; `wanted` tells which attributes are octets."""
        found: dict[str, tuple[list[int], list[str | bytes]]] = {"dn": ([], [])}
        for number, (dn, attributes) in enumerate(records):
            for name, value in (("dn", dn), *attributes.items()):
                entries, values = found.setdefault(name, ([], []))
                several = value if isinstance(value, list) else [value]
                entries += [number] * len(several)
                values += several
        return cls.held(lines, found, wanted)

    @classmethod
    def held(
        cls,
        lines: Sequence[int],
        found: Mapping[str, tuple[list[int], list[str | bytes]]],
        wanted: Mapping[str, int],
    ) -> Self:
        """The table of entries on these lines, which hold such values, attribute by attribute."""
        size = len(lines)
        return cls(
            size,
            lines,
            {
                name: Column.of(size, Held(*some), is_text=wanted.get(name, TEXT) < 0)
                for name, some in found.items()
                if some[0]
            },
        )

    @classmethod
    def loaded(cls, dumped: Dumped) -> Self:
        """The table that was dumped."""
        size, lines, columns = dumped
        return cls(size, lines, {name: Column(size, made) for name, made in columns.items()})

    def dump(self) -> Dumped:
        """What the table can be made of again: numbers, texts, octets, and tuples of these."""
        columns = {name: column.dump() for name, column in self.columns.items()}
        return self.size, list(self.lines), columns

    def present(self, name: str) -> int:
        """The entries that have an attribute, in bits."""
        column = self.columns.get(name)
        return column.present if column else 0

    def triggered(self, trigger: Trigger) -> int:
        """The entries that a trigger fires for, in bits; all, if it crashes about one."""
        found = self._triggered.get(trigger)
        if found is None:
            try:
                found = trigger.entries(self)
            except CRASHES:
                found = -1
            self._triggered[trigger] = found
        return found

    def dn(self, entry: int) -> str:
        """The DN of an entry."""
        dn = self.each["dn"][entry] or ""
        return dn if type(dn) is str else text(dn[0] if isinstance(dn, list) else dn)

    def values(self, entry: int) -> EntryValues:
        """The values of an entry by attribute."""
        return EntryValues(self, entry)


class Each(dict[str, "Sequence[Values | None]"]):
    """The values of each entry, by attribute in lower case, put side by side when asked for."""

    def __init__(self, batch: Batch) -> None:
        super().__init__()
        self._table = batch

    def __missing__(self, name: str) -> Sequence[Values | None]:
        column = self._table.columns.get(name)
        self[name] = values = column.each if column else (None,) * self._table.size
        return values


class EntryValues:
    """The values of one entry of a table, by attribute in lower case."""

    __slots__ = ("_each", "_entry")

    def __init__(self, batch: Batch, entry: int) -> None:
        self._each = batch.each
        self._entry = entry

    def get(self, name: str) -> Values | None:
        """The values of an attribute, if it has any."""
        return self._each[name][self._entry]

    def __contains__(self, name: str) -> bool:
        return self._each[name][self._entry] is not None
