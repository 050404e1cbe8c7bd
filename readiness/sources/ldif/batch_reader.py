"""Reads blocks of LDIF into batches: compiled, else with a pattern, else record by record.

All three lead to the same entries. The first two read only what is plainly well formed and give
up at the first doubt, since for them to know what is wrong with a line would cost time on every
line that is right. The record reader knows, and is some twenty times slower.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from readiness.columns import kernels
from readiness.columns.batch import Batch
from readiness.columns.column import CLASSES, TEXT, Column
from readiness.sources.ldif import record_reader
from readiness.sources.ldif.pattern_reader import PatternReader
from readiness.sources.ldif.record_reader import LineProblem, LineWarning, read_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from readiness.model.entry import Values

_BATCH_MAX = 4096
"""The most entries of a batch: what is done with bits grows with the square of their number."""


class BlockContent(NamedTuple):
    """What a block holds."""

    batches: list[Batch]
    """Its entries: one batch, but for blocks of very many."""
    lines: int
    """The number of its lines."""
    problems: list[LineProblem]
    warnings: Sequence[LineWarning] = ()


class BatchReader:
    """Reads blocks for the same attributes."""

    def __init__(self, names: Iterable[str], octets: Mapping[str, int] | None = None) -> None:
        """Get ready for the attributes of these names, in any case.

        `octets` are those, in lower case, whose values are no text; each with the length up to
        which a value may be left out.
        """
        texts = sorted({name.lower() for name in names} - {"dn", "objectclass"})
        self.attributes = {"dn": TEXT, "objectclass": CLASSES, **dict.fromkeys(texts, TEXT)}
        """What is read, in lower case, and how: see `columns.column`."""
        self.attributes |= octets or {}
        self._pattern_reader = PatternReader(self.attributes)

    def read(self, ldif: bytes, line: int) -> BlockContent:
        """The entries of a block in UTF-8 with LF line ends, whose first line has this number.

        Raises:
            ChangeRecord: a record is a modify, delete or modrdn.
        """
        return self.read_compiled(ldif, line) or self.read_in_python(ldif.decode(), line)

    def read_compiled(self, ldif: bytes, line: int) -> BlockContent | None:
        """As `read`, for any bytes; None where nothing is compiled, or they are in doubt."""
        # in a block of that length a line may be too long, which only the record reader tells
        if not kernels.columns or len(ldif) > record_reader.LINE_MAX:
            return None
        read = kernels.columns(ldif, self.attributes)
        if not read:
            return None
        size, line_count, dn_lines, columns = read
        if size > _BATCH_MAX and (middle := _middle(ldif)):
            return self._read_halves(ldif[:middle], ldif[middle:], line)
        lines = [line + before for before in array("I", dn_lines)]
        batch = Batch(size, lines, {name: Column(size, parts) for name, parts in columns.items()})
        return BlockContent([batch], line_count, [])

    def read_in_python(self, ldif: str, line: int) -> BlockContent:
        """As `read`, without what is compiled.

        Raises:
            ChangeRecord: a record is a modify, delete or modrdn.
        """
        # counted before anything is read: to match the pattern twice would cost twice as much
        if f"\n{ldif}".count("\ndn:") > _BATCH_MAX:
            block = ldif.encode()
            if middle := _middle(block):
                return self._read_halves(block[:middle], block[middle:], line)
        elif batch := self._pattern_reader.read(ldif, line):
            return BlockContent([batch], ldif.count("\n"), [])
        return self.read_by_record(ldif, line)

    def read_by_record(self, ldif: str, line: int) -> BlockContent:
        """As `read`, record by record.

        Raises:
            ChangeRecord: a record is a modify, delete or modrdn.
        """
        entries: list[tuple[str, dict[str, Values]]] = []
        lines: list[int] = []
        problems: list[LineProblem] = []
        warnings: list[LineWarning] = []
        for item in read_records(ldif.split("\n"), line, self.attributes.keys()):
            match item:
                case LineProblem():
                    problems.append(item)
                case LineWarning():
                    warnings.append(item)
                case _:
                    entries.append((item.dn, item.values))
                    lines.append(item.line)
        batches = [
            Batch.of(
                entries[start : start + _BATCH_MAX],
                lines[start : start + _BATCH_MAX],
                self.attributes,
            )
            for start in range(0, len(entries), _BATCH_MAX)
        ]
        return BlockContent(batches, ldif.count("\n"), problems, warnings)

    def _read_halves(self, first: bytes, second: bytes, line: int) -> BlockContent:
        upper = self.read(first, line)
        lower = self.read(second, line + upper.lines)
        return BlockContent(
            upper.batches + lower.batches,
            upper.lines + lower.lines,
            upper.problems + lower.problems,
            [*upper.warnings, *lower.warnings],
        )


def _middle(ldif: bytes) -> int:
    """Where a blank line is near the middle of a block, but not at its end; 0 if nowhere."""
    # a boundary at the end would leave nothing for the second half, and this would go on for ever
    half = len(ldif) // 2
    return ldif.find(b"\n\n", half, -1) + 1 or ldif.rfind(b"\n\n", 0, half + 1) + 1
