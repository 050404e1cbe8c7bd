"""The entries of a block by attribute, so that much can be said of all of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from readiness.columns.column import TEXT, Column, Held
from readiness.model.values import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readiness.columns.column import Made
    from readiness.model.entry import Values

Dumped = tuple[int, list[int], "dict[str, Made]"]
"""What a table can be made of again: its size, the lines of its entries, and its columns."""


class Table:
    """The entries of a block."""

    def __init__(self, size: int, lines: Sequence[int], columns: Mapping[str, Column]) -> None:
        """Take as many entries, the line of each in its file, and columns by name in lower case.

        One of the columns is `dn`.
        """
        self.size = size
        self.lines = lines
        self.columns = columns

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

    def dn(self, entry: int) -> str:
        """The DN of an entry."""
        dn = self.columns["dn"].first(entry) or ""
        return dn if isinstance(dn, str) else text(dn)

    def values(self, entry: int) -> EntryValues:
        """The values of an entry by attribute."""
        return EntryValues(self, entry)


class EntryValues(Mapping[str, "Values"]):
    """The values of one entry of a table, by attribute in lower case."""

    __slots__ = ("_columns", "_entry")

    def __init__(self, table: Table, entry: int) -> None:
        self._columns = table.columns
        self._entry = entry

    def __getitem__(self, name: str) -> Values:
        value = self._columns[name].of_entry(self._entry)
        if value is None:
            raise KeyError(name)
        return value

    def get(self, name: str, default: Values | None = None) -> Values | None:  # type: ignore[override]  # values have one type
        """The values of an attribute, or the default."""
        column = self._columns.get(name)
        value = column.of_entry(self._entry) if column else None
        return default if value is None else value

    def __contains__(self, name: object) -> bool:
        column = self._columns.get(name)  # type: ignore[call-overload]  # a name
        return column is not None and bool(column.present >> self._entry & 1)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._columns if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
