"""Reads blocks of LDIF into tables, by the fastest road that surely leads to the right entries.

Well-formed blocks take the compiled road; where nothing is compiled, one pass of one regular
expression takes the wanted values out of a whole block and notices, for every line, whether it is
what it should be. A block with any line that is not goes to the exact reader, which knows what is
wrong with it; so all roads lead to the same entries.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, NamedTuple

from readiness.columns import kernels
from readiness.columns.batch import Batch
from readiness.columns.bitset import bits_of, bytes_of
from readiness.columns.column import CLASSES, TEXT, Column
from readiness.columns.patterns import tree
from readiness.sources.ldif import record_reader
from readiness.sources.ldif.record_reader import Damaged, Problem, records, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from readiness.model.entry import Values

_HEADS = re.compile(r"\n([A-Za-z][A-Za-z0-9-]*+|\d+(?:\.\d+)*+)((?:;[A-Za-z0-9=*-]++)*+):")
_STARTS = re.compile(r"\ndn:")
_BEGINNINGS = ("dn:", "#", "\n")
_LEARNT_MAX = 4096
"""So many attribute names are learnt; blocks with further ones are read the exact way."""
_TABLE_MAX = 4096
"""So many entries a table has at the most: what is done with bits grows with their square."""
_DULL = "top|person|organizationalPerson"
"""Classes that nobody wants to know."""

Records = list[tuple[str, "dict[str, Values]"]]


class Page(NamedTuple):
    """What a block holds."""

    batches: list[Batch]
    """Its entries: one table, but for blocks of very many."""
    lines: int
    """The number of its lines."""
    problems: list[Problem]
    is_plain: bool = False
    """Whether it is plainly well formed, so that some of its entries can be read again alone."""
    starts: bytes = b""
    """The octets before each entry of a block that was read at once, as unsigned integers."""


class Harvest:
    """Reads blocks for the same attributes, and learns which names the file uses."""

    def __init__(self, wanted: Iterable[str], octets: Mapping[str, int] | None = None) -> None:
        """Get ready for the attributes of these names, in any case.

        `octets` are those, in lower case, whose values are no text; each with the length up to
        which a value may be left out.
        """
        names = sorted({name.lower() for name in wanted} - {"dn", "objectclass"})
        self.wanted = {"dn": TEXT, "objectclass": CLASSES, **dict.fromkeys(names, TEXT)}
        self.wanted |= octets or {}
        self._wanted_names = {"dn": "dn"}
        """The names that the file has for wanted attributes, and these in lower case."""
        self._other_names: set[str] = set()
        self._compile()

    def read(self, block: bytes, line: int, numbers: Sequence[int] | None = None) -> Page:
        """The entries of a block in UTF-8 with LF line ends, whose first line has this number.

        `numbers` are those of the entries whose values are wanted, of a block that was read before
        and is plain; the other entries have none.

        Raises:
            Change: a record is a modify, delete or modrdn.
        """
        page = self.read_at_once(block, line, numbers)
        return page or self.read_in_python(block.decode(), line, numbers)

    def read_at_once(
        self, block: bytes, line: int, numbers: Sequence[int] | None = None
    ) -> Page | None:
        """As `read`, by what is compiled; None for a block that is not plainly what it should be.

        It need not be what `read` takes.
        """
        if not kernels.columns or len(block) > record_reader.LINE_MAX:
            return None
        chosen = None if numbers is None else bytes_of(bits_of(numbers))
        found = kernels.columns(block, self.wanted, chosen)
        if not found:
            return None
        if found[0] > _TABLE_MAX and (middle := _middle(block)):
            return self._read_halves(block[:middle], block[middle:], line)
        size, count, offsets, starts, columns = found
        lines = [line + at for at in array("I", offsets)]
        made = {name: Column(size, column) for name, column in columns.items()}
        return Page([Batch(size, lines, made)], count, [], is_plain=True, starts=starts)

    def read_in_python(self, content: str, line: int, numbers: Sequence[int] | None = None) -> Page:
        """As `read`, without what is compiled.

        Raises:
            Change: a record is a modify, delete or modrdn.
        """
        framed = f"\n{content}"
        if framed.count("\ndn:") > _TABLE_MAX:
            block = content.encode()
            if middle := _middle(block):
                return self._read_halves(block[:middle], block[middle:], line)
        elif _looks_well(content):
            batch = self._fast(framed, line, numbers)
            if batch is None and self._learn(framed):
                batch = self._fast(framed, line, numbers)
            if batch is not None:
                is_plain = kernels.columns is None  # `read` comes here again
                return Page([batch], content.count("\n"), [], is_plain=is_plain)
        return self.read_exactly(content, line)

    def read_exactly(self, content: str, line: int) -> Page:
        """As `read`, by the exact reader.

        Raises:
            Change: a record is a modify, delete or modrdn.
        """
        found: Records = []
        lines: list[int] = []
        problems: list[Problem] = []
        for item in records(content.split("\n"), line, frozenset(self.wanted)):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                found.append((item.dn, item.values))
                lines.append(item.line)
        return Page(self._tables(found, lines), content.count("\n"), problems)

    def _read_halves(self, first: bytes, second: bytes, line: int) -> Page:
        one = self.read(first, line)
        two = self.read(second, line + one.lines)
        return Page(one.batches + two.batches, one.lines + two.lines, one.problems + two.problems)

    def _tables(self, found: Records, lines: Sequence[int]) -> list[Batch]:
        """The tables of records, the first of them on these lines."""
        starts = range(0, len(found), _TABLE_MAX)
        ends = (start + _TABLE_MAX for start in starts)
        return [
            Batch.of(found[start:end], lines[start:end], self.wanted)
            for start, end in zip(starts, ends, strict=True)
        ]

    def _fast(self, framed: str, line: int, numbers: Sequence[int] | None) -> Batch | None:
        """The entries, if every line is plainly what it should be.

        What is done to each of millions of values is done to all of them at once, in C.
        """
        starts = [match.start() for match in _STARTS.finditer(framed)]
        lines = list(_lines_at(framed, starts, line))
        expected = range(len(lines)) if numbers is None else numbers
        if numbers is not None:
            ends = [*starts[1:], len(framed)]
            framed = "".join([framed[starts[at] : ends[at]] for at in numbers])
        items = self._pattern(framed)
        if not items or items[-1][0]:
            return None  # the last match is the end of the block
        del items[-1]
        lower: dict[str, tuple[list[int], list[str | bytes]]] = {}
        found = {name: lower.setdefault(of, ([], [])) for name, of in self._wanted_names.items()}
        coming = iter(expected)
        entry = 0
        try:
            for name, simple, rest in items:
                if name == "dn":
                    entry = next(coming)
                entries, values = found[name]
                if simple:
                    entries.append(entry)
                    values.append(simple)
                    continue
                held = _values(name, rest)
                several = held if isinstance(held, list) else [held]
                entries += [entry] * len(several)
                values += several
        except (Damaged, KeyError, StopIteration):
            return None  # no other match is empty, and no other record begins
        if list(expected) != found["dn"][0]:
            return None  # a blank line is missing
        return Batch.held(lines, lower, self.wanted)

    def _learn(self, framed: str) -> bool:
        """Take note of names that were not known."""
        before = len(self._wanted_names) + len(self._other_names)
        for name, options in set(_HEADS.findall(framed)):
            lower = name.lower()
            if lower in ("dn", "changetype"):
                continue  # in another spelling, or with options: for the exact reader
            if lower not in self.wanted:
                self._other_names.add(name + options)
            elif options.lower() in ("", ";binary"):
                self._wanted_names[name + options] = lower
        if not before < len(self._wanted_names) + len(self._other_names) <= _LEARNT_MAX:
            return False
        self._compile()
        return True

    def _compile(self) -> None:
        """Make the pattern: each match skips what nobody wants, and takes what comes then."""
        skipped = dict.fromkeys(self._other_names, r":(?!<|\n )[^\n]*+")
        skipped["changetype"] = r": add(?=\n[^ ])"
        for name, lower in self._wanted_names.items():
            if lower == "objectclass":
                skipped[name] = rf": (?:{_DULL})(?=\n[^ ])"
        begins = r"dn:|#|\n|\Z"
        # a value that stands alone and simply, or whatever the lines of the attribute hold
        simple = r" ([^\n :<][^\n]*+)(?!\n(?: |\1:))"
        anything = r"([^\n]*+(?:\n [^\n]*+|\n\1:[^\n]*+)*+)"
        self._pattern = re.compile(
            rf"\n(?:(?: [^\n]*+|{tree(skipped)}|(?:#[^\n]*+)?(?=\n(?:{begins})))\n)*+"
            rf"(?:({tree(dict.fromkeys(self._wanted_names, ''))}):(?:{simple}|{anything})|\Z|)"
        ).findall


def _middle(block: bytes) -> int:
    """Where a blank line is near the middle of a block, but not at its end; 0 if nowhere."""
    half = len(block) // 2
    return block.find(b"\n\n", half, -1) + 1 or block.rfind(b"\n\n", 0, half + 1) + 1


def _looks_well(content: str) -> bool:
    is_whole = content.startswith(_BEGINNINGS) and content.endswith("\n")
    return is_whole and len(content) <= record_reader.LINE_MAX


def _lines_at(framed: str, starts: Iterable[int], line: int) -> Iterator[int]:
    """The numbers of the lines behind some line feeds, the first of which is in front of `line`."""
    counted = 1
    for start in starts:
        line += framed.count("\n", counted, start + 1)
        counted = start + 1
        yield line


def _values(name: str, lines: str) -> Values:
    """The values of consecutive lines of an attribute, without the first name and its colon.

    Raises:
        Damaged: one of them cannot be decoded.
    """
    if "\n" not in lines:
        return value_of(lines)
    unfolded = lines.replace("\n ", "") if "\n " in lines else lines
    several = unfolded.split(f"\n{name}:")
    if len(several) == 1:
        return value_of(unfolded)
    if lines[0] not in ":<" and "::" not in unfolded and ":<" not in unfolded:
        return [one.lstrip(" ") for one in several]
    return [value_of(one) for one in several]
