"""Makes the pattern of whole records that are plain, for the way in which a file writes records."""

from __future__ import annotations

import re
from base64 import b64decode
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from readiness.patterns import (
    ANY_LINE,
    ANY_LINES,
    ANYTHING,
    HEAD,
    REST,
    all_of,
    is_one_line,
    short,
    tree,
)
from readiness.sources.habits import CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from readiness.sources.habits import Habits

_CLASS_LINES = rf"(?:{{0}}: (?:{'|'.join(CLASSES[:-1])})\n)*+{{0}}: {CLASSES[-1]}\n"
_BEGINNING = r"(?![\s:<])"
"""What a value does not begin with that stands in a line as it is."""
_ANY_VALUE = r"[^\n]*+"
_BASE64 = r"[A-Za-z0-9+/]++={0,2}+"
_WHOLE_BASE64 = r"(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?+"
_WELL_FORMED = rf"(?![:<]|\n )[^\n]*+(?:\n [^\n]*+)*+|: {_WHOLE_BASE64}(?=\n[^ ])"
"""What follows the colon of an attribute that is wanted, whatever its value."""
_IN_SEQUENCE = 8
"""So many names are looked for one after the other."""


class Slot(NamedTuple):
    """What the values of an attribute are like in a plain entry."""

    patterns: tuple[str, ...] = ()
    """Each value matches all of them in full."""
    is_needed: bool = False
    is_kept: bool = False
    """Whether its values are among the columns."""
    is_noted: bool = False
    """Whether the columns tell at least that it is there."""
    is_alone: bool = False
    """Whether it has no second value."""
    is_octets: bool = False
    """Whether its only value is octets, which the columns have in base64."""
    octets_max: int | None = None
    """So many octets a value may have, whatever they are."""

    @property
    def is_shown(self) -> bool:
        """Whether it has a column."""
        return self.is_kept or self.is_noted

    @property
    def is_passed(self) -> bool:
        """Whether it does not matter where the attribute comes, and how often."""
        is_tested = all(map(is_one_line, self.patterns))
        return is_tested and not (self.is_shown or self.is_needed or self.is_alone)


_OTHER = Slot()
"""The slot of an attribute that nobody wants to know."""
Columns = dict[str, "Sequence[str]"]
"""The values that are kept, by attribute in lower case: a text for each entry, empty where the
attribute is absent, and with a line for each value where it has several."""


class _Kept(NamedTuple):
    """An element of a row: what is kept of an attribute, by its name in the file."""

    attribute: str
    name: str
    read: Callable[[str], str | None] | None = None
    """What makes values of one that is not kept as it is, and None of values that are not plain.

    Such an element is empty in most rows, where another one has the attribute.
    """
    is_list: bool = False
    """Whether it has all lines of the attribute, with their names."""


class Form(NamedTuple):
    """The pattern of the plain records of a file, and what becomes of its matches."""

    rows: Callable[[str], list[tuple[str, ...]]]
    """The records, each with what is kept of it; or, last in the row, one that is not plain."""
    kept: Sequence[_Kept]
    """The elements of a row behind the record."""
    never: Sequence[str]
    """Attributes that would be kept, but that the file does not have."""

    def columns(self, rows: Sequence[tuple[str, ...]]) -> tuple[Columns, set[int]]:
        """The columns that rows make, and the numbers of those that are not plain after all."""
        absent = [""] * len(rows)
        columns: Columns = dict.fromkeys((kept.attribute for kept in self.kept), absent)
        columns |= dict.fromkeys(self.never, absent)
        bad: set[int] = set()
        for kept, column in zip(self.kept, list(zip(*rows, strict=True))[1:], strict=False):
            values: Sequence[str] = column
            if kept.read:
                values = held = list(columns[kept.attribute])
                for at in [at for at, value in enumerate(column) if value]:
                    read = kept.read(column[at])
                    if read is None:
                        bad.add(at)
                    else:
                        held[at] = read
            elif kept.is_list:
                lines = "\n\n".join(column).replace(f"\n{kept.name}: ", "\n")
                values = lines.split("\n\n")
            columns[kept.attribute] = values
        return columns, bad


class _Step(NamedTuple):
    """A part of the pattern of a record."""

    line: str
    """The pattern of the lines of an attribute that has its place in the record."""
    is_needed: bool
    gap: dict[str, str]
    """The names that may come before the next step, and what may follow each of them."""


def form_of(slots: Mapping[str, Slot], absent: Collection[str], habits: Habits) -> Form | None:
    """The form of files with such habits; None if they have no plain entries."""
    steps: list[_Step] = []
    kept: list[_Kept] = []
    placed = set(absent)
    for name in ("dn", "changetype", *habits.order):
        attribute, _, option = name.lower().partition(";")
        slot = slots.get(attribute, _OTHER)
        if attribute in placed or (slot is not _OTHER and option not in {"", "binary"}):
            continue
        if attribute == "changetype":
            steps.append(_Step("changetype: add\n", is_needed=False, gap={}))
        elif attribute == "objectclass":
            steps.append(_Step(_CLASS_LINES.format(name), is_needed=True, gap={}))
        elif slot.is_passed and not (slot.patterns and name in habits.coded):
            steps[-1].gap[name] = _passed(slot, is_folded=name in habits.folded)
            continue
        else:
            line, elements = _line(name, slot, habits)
            kept += elements
            steps.append(_Step(line, slot.is_needed or name == "dn", {}))
        placed.add(attribute)
    needed = {attribute for attribute, slot in slots.items() if slot.is_needed}
    if not placed >= {"objectclass", *needed}:
        return None
    plain = "".join(_pattern(step, habits) for step in steps)
    shown = {element.attribute for element in kept}
    return Form(
        re.compile(
            rf"((?:#[^\n]*+\n)*+{plain}(?:\n|\Z)|([^\n]++\n(?:[^\n]++\n)*+)(?:\n|\Z)|\n)"
        ).findall,
        kept,
        [name for name, slot in slots.items() if slot.is_shown and name not in shown],
    )


def _line(name: str, slot: Slot, habits: Habits) -> tuple[str, list[_Kept]]:
    """The pattern of the lines of an attribute, and what is kept of them, group by group."""
    kept = _Kept(name.lower().partition(";")[0], name)
    if slot.is_octets:
        return rf"{name}:: ({_BASE64})\n", [kept]
    if not (slot.patterns or slot.is_kept):
        shown = f"({name})" if slot.is_noted else name
        coded = rf": ({_BASE64}(?:\n {_BASE64})*+)"
        elements = [kept] if slot.is_noted else []
        elements.append(kept._replace(read=partial(_named, name)))
        return rf"{shown}:(?:{_WELL_FORMED}|{coded})\n", elements
    is_list = name in habits.several and not slot.is_alone
    ways, elements = [], []
    if all(map(is_one_line, slot.patterns)):
        value = _BEGINNING + all_of(slot.patterns or (_ANY_VALUE,), r"\n")
        lines = rf"{value}(?:\n{name}: {value})*+" if is_list else value
        if slot.is_shown:
            elements.append(kept._replace(is_list=is_list))
            lines = f"({lines})"
        ways.append(rf" (?:{lines})(?=\n[^ ])")
    if not ways or is_list or name in habits.folded:
        again = rf"|\n{name}: {_BEGINNING}{_ANY_VALUE}" if is_list else ""
        ways.append(rf" ({_BEGINNING}{_ANY_VALUE}(?:\n {_ANY_VALUE}{again})*+)")
        elements.append(kept._replace(read=_reader(slot, partial(_unfolded, name))))
    if name in habits.coded:
        ways.append(rf": ({_BASE64}(?:\n {_BASE64})*+)")
        elements.append(kept._replace(read=_reader(slot, _text_of)))
    return rf"{name}:(?:{'|'.join(ways)})\n", elements


def _reader(slot: Slot, read: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """What reads values, one a line, that then match the patterns of a slot; None if not."""
    is_plain = re.compile(all_of(slot.patterns or (ANYTHING,), r"\Z")).fullmatch

    def values(element: str) -> str | None:
        lines = read(element)
        return lines if lines is not None and all(map(is_plain, lines.split("\n"))) else None

    return values


def _pattern(step: _Step, habits: Habits) -> str:
    """The pattern of a step and the gap behind it."""
    line = step.line if step.is_needed else f"(?:{step.line}|)"
    if len(step.gap) > _IN_SEQUENCE:
        return rf"{line}(?:{tree(step.gap)}\n)*+"
    # to look for a few names in their order is quicker than to look for any of them
    times = {name: "*+" if name in habits.several else "?+" for name in step.gap}
    return line + "".join(rf"(?:{name}{tail}\n){times[name]}" for name, tail in step.gap.items())


def _passed(slot: Slot, *, is_folded: bool) -> str:
    """What follows the name of an attribute that is not kept."""
    if slot.octets_max is not None:
        return short(slot.octets_max)
    if slot is not _OTHER and not slot.patterns:
        return f":(?:{_WELL_FORMED})"
    if not slot.patterns:
        return ANY_LINES if is_folded else ANY_LINE
    if len(slot.patterns) == 1 and slot.patterns[0].endswith(REST):
        rest = rf"(?:[^\n]{{{HEAD},}}+(?:\n [^\n]*+)*+|[^\n]*+(?=\n[^ ]))"
        return f": {_BEGINNING}{slot.patterns[0].removesuffix(REST)}{rest}"
    value = all_of(slot.patterns, r"\n")
    return rf": {_BEGINNING}{value}(?=\n[^ ])"


def _unfolded(name: str, lines: str) -> str:
    """Values as they stand in a record, each on a line of its own."""
    return lines.replace("\n ", "").replace(f"\n{name}: ", "\n")


def _named(name: str, coded: str) -> str | None:
    """The name of an attribute with a value in base64; None if that is broken."""
    try:
        b64decode(coded.replace("\n ", ""), validate=True)
    except ValueError:
        return None
    return name


def _text_of(coded: str) -> str | None:
    """The text of a value in base64; None if it is none, or none that fits on a line."""
    try:
        text = b64decode(coded.replace("\n ", "")).decode()
    except ValueError:
        return None
    is_strange = "\n" in text or "\r" in text or text[0].isspace() or text[0] in ":<"
    return None if is_strange else text
