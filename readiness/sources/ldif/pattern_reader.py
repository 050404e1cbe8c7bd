"""Reads well-formed blocks of LDIF with one regular expression, where nothing is compiled.

A single pass takes the values that are read out of a whole block and notices, for every line,
whether it is what it should be; what a loop in Python would do for each of millions of lines is
done in the C of the `re` module.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readiness.columns.batch import Batch
from readiness.columns.patterns import tree
from readiness.sources.ldif import record_reader
from readiness.sources.ldif.record_reader import COMMON_CLASSES, MalformedLine, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from readiness.model.entry import Values

_NAMES = re.compile(r"\n([A-Za-z][A-Za-z0-9-]*+|\d+(?:\.\d+)*+)((?:;[A-Za-z0-9=*-]++)*+):")
_DN = re.compile(r"\ndn:")
_BEGINNINGS = ("dn:", "#", "\n")
_LEARNT_MAX = 4096
"""So many attribute names are learnt; blocks with further ones are read record by record."""


class PatternReader:
    """A pattern for the names that a file uses, made anew when a block brings further ones."""

    def __init__(self, attributes: Mapping[str, int]) -> None:
        """Get ready to read these, which are in lower case: see `BatchReader`."""
        self._attributes = attributes
        self._read_names = {"dn": "dn"}
        """The spellings in the file of attributes that are read, and these in lower case."""
        self._other_names: set[str] = set()
        self._compile()

    def read(self, ldif: str, line: int) -> Batch | None:
        """The entries of a block, if every line is plainly what it should be: see `BatchReader`."""
        is_whole = ldif.startswith(_BEGINNINGS) and ldif.endswith("\n")
        if not is_whole or "\r" in ldif or len(ldif) > record_reader.LINE_MAX:
            return None
        framed = f"\n{ldif}"  # so that every line, the first one too, begins behind a line feed
        batch = self._read(framed, line)
        if batch is None and self._learn(framed):
            batch = self._read(framed, line)
        return batch

    def _read(self, framed: str, line: int) -> Batch | None:
        lines = list(_lines_at(framed, map(re.Match.start, _DN.finditer(framed)), line))
        matches = self._pattern(framed)
        if not matches or matches[-1][0]:
            return None  # the last match is the end of the block, and has no name
        del matches[-1]
        columns: dict[str, tuple[list[int], list[str | bytes]]] = {}
        spelt = {name: columns.setdefault(to, ([], [])) for name, to in self._read_names.items()}
        entry = -1
        try:
            for name, simple, rest in matches:
                if name == "dn":
                    entry += 1
                entries, values = spelt[name]
                if simple:
                    entries.append(entry)
                    values.append(simple)
                    continue
                value = _values(name, rest)
                several = value if isinstance(value, list) else [value]
                entries += [entry] * len(several)
                values += several
        except (MalformedLine, KeyError):
            return None  # a value cannot be decoded, or the pattern met what it does not know
        if spelt["dn"][0] != [*range(len(lines))]:
            return None  # a blank line is missing, so that two names stand in one record
        return Batch.held(lines, columns, self._attributes)

    def _learn(self, framed: str) -> bool:
        """Take note of the names in a block; whether there were new ones, and not too many."""
        before = len(self._read_names) + len(self._other_names)
        for name, options in set(_NAMES.findall(framed)):
            lower = name.lower()
            if lower in ("dn", "changetype"):
                continue  # in another spelling, or with options: for the record reader
            if lower not in self._attributes:
                self._other_names.add(name + options)
            elif options.lower() in ("", ";binary"):
                self._read_names[name + options] = lower
        if not before < len(self._read_names) + len(self._other_names) <= _LEARNT_MAX:
            return False
        self._compile()
        return True

    def _compile(self) -> None:
        """Make the pattern: each match skips what is not read, and takes what comes then.

        Its groups are the name, a value that stands alone and simply, and all the lines of any
        other; a match at what the pattern does not know has none of them. All quantifiers are
        possessive: a hostile block cannot make the pattern go back, and take time that grows with
        the square of its size.
        """
        # a URL is for the record reader even where it is not read: it costs a warning; and what is
        # folded right behind the colon may be one
        skipped = dict.fromkeys(self._other_names, r":(?!<|\n )[^\n]*+")
        # any other change type ends the reading; a fold would make another word of this one
        skipped["changetype"] = r": add(?=\n[^ ])"
        common = "|".join(sorted(COMMON_CLASSES))
        for name, lower in self._read_names.items():
            if lower == "objectclass":
                skipped[name] = rf": (?i:{common})(?=\n[^ ])"
        # comments and blank lines stand where records may begin, so that no value comes before the
        # first dn
        begins = r"dn:|#|\n|\Z"
        simple = r" ([^\n :<][^\n]*+)(?!\n(?: |\1:))"
        anything = r"([^\n]*+(?:\n [^\n]*+|\n\1:[^\n]*+)*+)"
        self._pattern = re.compile(
            rf"\n(?:(?: [^\n]*+|{tree(skipped)}|(?:#[^\n]*+)?(?=\n(?:{begins})))\n)*+"
            rf"(?:({tree(dict.fromkeys(self._read_names, ''))}):(?:{simple}|{anything})|\Z|)"
        ).findall


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
        MalformedLine: one of them cannot be decoded.
    """
    if "\n" not in lines:
        return value_of(lines)
    unfolded = lines.replace("\n ", "") if "\n " in lines else lines
    rests = unfolded.split(f"\n{name}:")
    if len(rests) == 1:
        return value_of(unfolded)
    if unfolded[0] not in ":<" and "::" not in unfolded and ":<" not in unfolded:
        return [rest.lstrip(" ") for rest in rests]
    return [value_of(rest) for rest in rests]
