"""The fast road through LDIF: the wanted attributes of a block of well-formed records at once.

One pass of one regular expression takes the wanted values out of a whole block and notices, for
every line, whether it is what it should be. A block with any line that is not goes to the exact
reader, which knows what is wrong with it; so the two roads always lead to the same records.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from readiness.sources.ldif import Damaged, Problem, records, value_of
from readiness.values import text

from readiness.place import ORDINALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readiness.model import Values

_HEADS = re.compile(r"\n([A-Za-z][A-Za-z0-9.-]*+)((?:;[A-Za-z0-9=*-]++)*+):")
_STARTS = re.compile(r"\ndn:")
_BEGINNINGS = ("dn:", "#", "\n")
_LEARNT_MAX = 4096
"""So many attribute names are learnt; blocks with further ones are read the exact way."""
_NOT_ONE_LINE = re.compile(r"\[\^|\(\?[a-z]*s|\\[ADSWZnr]|\$")
"""What in a pattern could reach beyond the line that it is meant for."""
_DULL = {
    "objectclass": "top|person|organizationalPerson",
    "changetype": "add",
}
"""Values that nobody wants to know, by attribute."""


class Page:
    """The records of one block, in order, and what is wrong with it."""

    __slots__ = ("_content", "_line", "_lines", "is_exact", "problems", "records")

    def __init__(
        self, content: str, line: int, records: list[tuple[str, dict[str, Values]]]
    ) -> None:
        """The block begins at the line with the given number."""
        self.records = records
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
        return page

    @property
    def lines(self) -> int:
        """The number of lines."""
        return self._content.count("\n")

    def line_of(self, place: int) -> int:
        """The line of the `dn:` of the entry at a place."""
        if not self._lines:
            at, line = 0, self._line
            for start in starts_of(self._content):
                line += self._content.count("\n", at, start)
                at = start
                self._lines.append(line)
        return self._lines[place & ORDINALS]


def starts_of(content: str) -> list[int]:
    """Where the records of a block begin that is plainly well formed."""
    first = [0] if content.startswith("dn:") else []
    return first + [match.start() + 1 for match in _STARTS.finditer(content)]


class Harvest:
    """Reads blocks for the same attributes, and learns how the file spells their names."""

    def __init__(self, wanted: Iterable[str], guards: Mapping[str, str]) -> None:
        """Get ready for the attributes of these names, in any case.

        `guards` are patterns, by name in lower case: a value that matches in full tells nothing
        and may be left out of the record. Those that could look beyond a line are not used.
        """
        self.wanted = frozenset(name.lower() for name in wanted) | {"objectclass"}
        self._guards = _DULL | {
            name: plain for name, plain in guards.items() if not _NOT_ONE_LINE.search(plain)
        }
        self._spelt = {name: name.lower() for name in (*wanted, "objectClass")}
        self._others: set[str] = set()
        self._compile()

    def read(self, content: str, line: int) -> Page:
        """The records of a block with LF line ends, the first of which has this number.

        Raises:
            Change: a record is a modify, delete or modrdn.
        """
        found = None
        if content.startswith(_BEGINNINGS):
            framed = f"\n{content}"
            found = self._fast(framed)
            if found is None and self._learn(framed):
                found = self._fast(framed)
        if found is None:
            return Page.exact(content, line, self.wanted)
        return Page(content, line, found)

    def _fast(self, framed: str) -> list[tuple[str, dict[str, Values]]] | None:
        """The records, if every line is plainly what it should be."""
        found: list[tuple[str, dict[str, Values]]] = []
        values: dict[str, Values] = {}
        spelt = self._spelt
        try:
            for name, simple, special in self._pattern(framed):
                value = simple or _value(special)
                if name == "dn":
                    values = {}
                    found.append((value if isinstance(value, str) else text(value), values))
                    continue
                key = spelt[name]
                if key not in values:
                    values[key] = value
                    continue
                held = values[key]
                if isinstance(held, list):
                    held.append(value)
                else:
                    values[key] = [held, value]
        except (KeyError, Damaged):
            return None
        return found

    def _learn(self, framed: str) -> bool:
        """Take note of attribute names, and spellings of them, that were not known."""
        before = len(self._spelt) + len(self._others)
        for name, options in set(_HEADS.findall(framed)):
            lower = name.lower()
            if lower not in self.wanted:
                self._others.add(name + options)
            elif options.lower() in ("", ";binary"):
                self._spelt[name + options] = lower
        self._others -= {"dn", "changetype", "control"}
        if not before < len(self._spelt) + len(self._others) <= _LEARNT_MAX:
            return False
        self._compile()
        return True

    def _compile(self) -> None:
        guarded: dict[str, list[str]] = {}
        names = ["dn"]
        for name, lower in (*self._spelt.items(), ("changetype", "changetype")):
            if lower in self._guards and ";" not in name:
                guarded.setdefault(self._guards[lower], []).append(name)
            else:
                names.append(name)
        wanted = [_any_of(names)]
        for plain, group in guarded.items():
            wanted.append(rf"{_any_of(group)}(?!: (?:{plain})\n(?! ))")
        begins = r"dn:|#|\n|\Z"
        dull = [name for group in guarded.values() for name in group]
        fine = (
            rf"{_any_of([*self._others, *dull])}:(?!<)| |#[^\n]*+\n(?:{begins})|\n(?:{begins})|\Z"
        )
        self._pattern = re.compile(
            rf"\n(?:({'|'.join(wanted)}):(?: ([^\n :<][^\n]*+)(?!\n )|([^\n]*+(?:\n [^\n]*+)*+))"
            rf"|(?!{fine}))"
        ).findall


def _value(special: str) -> str | bytes:
    """A value in base64, one that is folded, or an empty one."""
    return value_of(special.replace("\n ", "") if "\n" in special else special)


def _any_of(names: Iterable[str]) -> str:
    """A pattern of these names that looks at each character once."""
    tree: dict[str, Any] = {}
    for name in names:
        branch = tree
        for character in name:
            branch = branch.setdefault(character, {})
        branch[""] = {}
    return _branches(tree)


def _branches(tree: dict[str, Any]) -> str:
    if not tree:
        return ""
    alternatives = []
    for character, branch in sorted(tree.items(), reverse=True):
        alternatives.append(re.escape(character) + _branches(branch))
    return alternatives[0] if len(alternatives) == 1 else f"(?:{'|'.join(alternatives)})"
