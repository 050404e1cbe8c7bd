"""The fast road through LDIF: the wanted attributes of a block of well-formed records at once.

One pass of one regular expression takes the wanted values out of a whole block and notices, for
every line, whether it is what it should be. A block with any line that is not goes to the exact
reader, which knows what is wrong with it; so the two roads always lead to the same records.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from readiness.patterns import is_one_line, short, tree
from readiness.place import ORDINALS
from readiness.sources import ldif
from readiness.sources.ldif import Damaged, Problem, records, value_of
from readiness.values import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from readiness.model import Values
    from readiness.sources.sieve import Sieve, Sifted

_HEADS = re.compile(r"\n([A-Za-z][A-Za-z0-9-]*+|\d+(?:\.\d+)*+)((?:;[A-Za-z0-9=*-]++)*+):")
_STARTS = re.compile(r"\ndn:")
_BEGINNINGS = ("dn:", "#", "\n")
_LEARNT_MAX = 4096
"""So many attribute names are learnt; blocks with further ones are read the exact way."""
_DULL = {"objectclass": "top|person|organizationalPerson"}
"""Values that nobody wants to know, by attribute."""


class Page:
    """The records of one block, in order, and what is wrong with it."""

    def __init__(
        self, content: str, line: int, records: list[tuple[str, dict[str, Values]]]
    ) -> None:
        """The block begins at the line with the given number."""
        self.records = records
        """All records, or those that are not plain."""
        self.ordinals: Sequence[int] = range(len(records))
        """The numbers of these records in the block."""
        self.plain: Sifted | None = None
        """The plain records, if the block was sifted."""
        self.problems: list[Problem] = []
        self.is_exact = False
        """Whether it was read by the exact reader: some records may be left out."""
        self._content = content
        self._line = line
        self._lines: list[int] = []

    @classmethod
    def exact(cls, content: str, line: int, wanted: frozenset[str]) -> Page:
        """The page of a block that is not plainly well formed.

        Raises:
            Change: a record is a modify, delete or modrdn.
        """
        page = cls(content, line, [])
        page.is_exact = True
        for item in records(content.split("\n"), line, wanted):
            if isinstance(item, Problem):
                page.problems.append(item)
            else:
                page.records.append((item.dn, item.values))
                page._lines.append(item.line)
        page.ordinals = range(len(page.records))
        return page

    @cached_property
    def lines(self) -> int:
        """The number of lines."""
        return sum(self._lengths) if self.plain else self._content.count("\n")

    @cached_property
    def _lengths(self) -> list[int]:
        """The number of lines of each record, if the block was sifted."""
        return [record.count("\n") for record in self.plain.records] if self.plain else []

    def line_of(self, place: int) -> int:
        """The line of the `dn:` of the entry at a place."""
        if not self._lines:
            self._lines = list(self._counted_lines())
        return self._lines[place & ORDINALS]

    def _counted_lines(self) -> Iterator[int]:
        """The line of the `dn:` of each record."""
        line = self._line
        if self.plain:
            for record, length in zip(self.plain.records, self._lengths, strict=True):
                comments = 0 if record.startswith("dn:") else record.index("\ndn:") + 1
                yield line + record.count("\n", 0, comments)
                line += length
        else:
            at = 0
            for start in starts_of(self._content):
                line += self._content.count("\n", at, start)
                at = start
                yield line


def starts_of(content: str) -> Iterator[int]:
    """Where the records of a block begin that is plainly well formed."""
    if content.startswith("dn:"):
        yield 0
    for match in _STARTS.finditer(content):
        yield match.start() + 1


def _looks_well(content: str) -> bool:
    is_whole = content.startswith(_BEGINNINGS) and content.endswith("\n")
    return is_whole and len(content) <= ldif.LINE_MAX


class Harvest:
    """Reads blocks for the same attributes, and learns which names the file uses."""

    def __init__(
        self,
        wanted: Iterable[str],
        guards: Mapping[str, str] | None = None,
        small: Mapping[str, int] | None = None,
        sieve: Sieve | None = None,
    ) -> None:
        """Get ready for the attributes of these names, in any case.

        `guards` are patterns, by name in lower case: a value that matches in full tells nothing
        and may be left out of the record. Those that could look beyond a line are not used.
        `small` are lengths in octets: a value in base64 that is not longer may be left out, too.
        With a sieve, `sift` keeps plain records apart.
        """
        self.wanted = frozenset(name.lower() for name in wanted) | {"objectclass"}
        self._guards = _DULL | {
            name: plain for name, plain in (guards or {}).items() if is_one_line(plain)
        }
        self._small = small or {}
        self._sieve = sieve
        self._wanted_names = {"dn": "dn"}
        """The names that the file has for wanted attributes, and these in lower case."""
        self._other_names: set[str] = set()
        self._compile()

    def read(self, content: str, line: int) -> Page:
        """The records of a block with LF line ends, the first of which has this number.

        Raises:
            Change: a record is a modify, delete or modrdn.
        """
        found = self._records(content) if _looks_well(content) else None
        if found is None:
            return Page.exact(content, line, self.wanted)
        return Page(content, line, found)

    def sift(self, content: str, line: int) -> Page:
        """As `read`, but the page has plain records by column, as far as that can be.

        Raises:
            Change: a record is a modify, delete or modrdn.
        """
        sifted = self._sieve.sift(content) if self._sieve and _looks_well(content) else None
        others = self._records(sifted.rest) if sifted and sifted.rest else []
        if not sifted or others is None or len(others) != len(sifted.others):
            return self.read(content, line)
        page = Page(content, line, others)
        page.ordinals, page.plain = sifted.others, sifted
        return page

    def _records(self, content: str) -> list[tuple[str, dict[str, Values]]] | None:
        """The records of a block that is plainly well formed; None if it is not."""
        framed = f"\n{content}"
        found = self._fast(framed)
        if found is None and self._learn(framed):
            found = self._fast(framed)
        return found

    def _fast(self, framed: str) -> list[tuple[str, dict[str, Values]]] | None:
        """The records, if every line is plainly what it should be.

        What is done to each of millions of values is done to all of them at once, in C.
        """
        items = self._pattern(framed)
        names = [name for name, _, _ in items]
        if not names or names[-1] or "" in names[:-1]:
            return None  # the last match is the end of the block, and no other one is empty
        values: list[Values] = [value for _, value, _ in items]
        try:
            for at in [at for at, value in enumerate(values) if not value]:
                values[at] = _values(items[at][0], items[at][2])
        except Damaged:
            return None
        keys = list(map(self._wanted_names.__getitem__, names[:-1]))
        starts = [at for at, name in enumerate(names) if name == "dn"]
        records: list[tuple[str, dict[str, Values]]] = []
        for start, end in pairwise((*starts, len(names) - 1)):
            dn = values[start]
            record = dict(zip(keys[start + 1 : end], values[start + 1 : end], strict=True))
            if len(record) < end - start - 1:
                return None  # lines of one attribute with others between them
            if isinstance(dn, list):
                return None  # a blank line is missing
            records.append((dn if isinstance(dn, str) else text(dn), record))
        return records

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
            if lower in self._small:
                skipped[name] = short(self._small[lower])
            elif lower in self._guards:
                skipped[name] = rf": (?:{self._guards[lower]})(?=\n[^ ])"
        begins = r"dn:|#|\n|\Z"
        # a value that stands alone and simply, or whatever the lines of the attribute hold
        simple = r" ([^\n :<][^\n]*+)(?!\n(?: |\1:))"
        anything = r"([^\n]*+(?:\n [^\n]*+|\n\1:[^\n]*+)*+)"
        self._pattern = re.compile(
            rf"\n(?:(?: [^\n]*+|{tree(skipped)}|(?:#[^\n]*+)?(?=\n(?:{begins})))\n)*+"
            rf"(?:({tree(dict.fromkeys(self._wanted_names, ''))}):(?:{simple}|{anything})|\Z|)"
        ).findall


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
