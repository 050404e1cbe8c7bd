"""Finds out which checks have to look at which entries of a table, without asking them."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from readiness.columns import kernels
from readiness.columns.bitset import numbers
from readiness.evaluation.suspects import CRASHES, not_clean, not_plain
from readiness.model.values import text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from readiness.checking.check import Check
    from readiness.columns.batch import Table
    from readiness.columns.column import Column
    from readiness.columns.patterns import Mismatches
    from readiness.evaluation.evaluation_plan import Domains, Gate, Programme, Watch
    from readiness.evaluation.suspects import Suspect
    from readiness.model.entry import Sound

_FEW = 8
"""Of fewer entries than one in so many, values are tested one by one."""


class Asked:
    """Who is to be asked about the entries of a table."""

    def __init__(self) -> None:
        """Ask nobody yet."""
        self.checks: dict[int, dict[Check, None]] = {}
        """The checks that have to see a whole entry, by its number."""
        self.suspects: dict[int, list[Suspect]] = {}
        """The values of an entry that checks have to judge."""

    @property
    def entries(self) -> list[int]:
        """The numbers of the entries that anybody is asked about."""
        return sorted(self.checks.keys() | self.suspects.keys())

    def call(self, checks: Sequence[Check], bits: int) -> None:
        """Ask checks about some entries."""
        for entry in numbers(bits):
            self.checks.setdefault(entry, {}).update(dict.fromkeys(checks))

    def accuse(self, entry: int, suspects: Iterable[Suspect]) -> None:
        """Have values of an entry judged."""
        some = list(suspects)
        if some:
            self.suspects.setdefault(entry, []).extend(some)


class Screen:
    """What the values of one table tell at a glance."""

    def __init__(
        self,
        table: Table,
        crash: Callable[[Check, str, BaseException], None],
    ) -> None:
        """Take a table, and whom to tell that a check crashed."""
        self._table = table
        self._crash = crash
        self._unsound: dict[Sound, int] = {}
        self._failing: dict[tuple[str, Mismatches], int] = {}
        self._domains: dict[str, Collection[str]] = {}

    def ask(self, programme: Programme, bits: int, asked: Asked) -> None:
        """Decide who is asked about some entries, which have this programme."""
        self._ask_about_entries(programme, bits, asked)
        self._ask_about_values(programme, bits, asked)

    def _ask_about_entries(self, programme: Programme, bits: int, asked: Asked) -> None:
        """Call the checks for which some attributes are enough, whatever their values are."""
        table, columns = self._table, self._table.columns
        asked.call(programme.always, bits if programme.always else 0)
        for name, checks in programme.absent:
            asked.call(checks, bits & ~table.present(name))
        for name, checks in programme.present:
            asked.call(checks, bits & table.present(name))
        for name, checks in programme.several:
            if name in columns:
                asked.call(checks, bits & columns[name].several)
        for name, limit, check in programme.small:
            if name in columns:
                asked.call((check,), bits & _larger(columns[name], limit))
        for gate in programme.gates:
            if due := self._due(gate, bits):
                asked.call(gate.checks, due & ~self._sound(gate, gate.sound, due))

    def _ask_about_values(self, programme: Programme, bits: int, asked: Asked) -> None:
        """Have the values judged that are not plain, or whose domains are not known to be clean."""
        are_few = bits.bit_count() * _FEW < self._table.size
        for name, watches in programme.plain.items():
            column = self._table.columns.get(name)
            if column is None or not bits & column.present:
                continue
            is_quick = are_few and not bits & column.several
            for watch in watches:
                doubtful = bits & (column.present if is_quick else self.failing(name, watch))
                for entry in numbers(doubtful):
                    asked.accuse(entry, not_plain(column.of_entry(entry) or "", watch))
        for name, several in programme.domains.items():
            column = self._table.columns.get(name)
            for domains in several if column else ():
                if not domains.clean.issuperset(self._domains_of(name)):
                    self._accuse_domains(name, domains, bits, asked)

    def failing(self, name: str, watch: Watch) -> int:
        """The entries with a value of an attribute that is not plain for everybody, in bits."""
        which = (name, watch.mismatches)
        if which not in self._failing:
            column = self._table.columns.get(name)
            self._failing[which] = column.failing(watch.mismatches) if column else 0
        return self._failing[which]

    def _domains_of(self, name: str) -> Collection[str]:
        """The domains of the values of an attribute, as the directory spells them."""
        if name not in self._domains:
            column = self._table.columns[name]
            known = {*kernels.domains(column.text)}
            if column.odd:
                strange = [text(one) for one in column.values if not isinstance(one, str)]
                known.update(one.rpartition("@")[2] for one in strange if "@" in one)
            self._domains[name] = known
        return self._domains[name]

    def _accuse_domains(self, name: str, domains: Domains, bits: int, asked: Asked) -> None:
        column = self._table.columns[name]
        unknown = {*self._domains_of(name)} - domains.clean
        found = {at for domain in unknown for at in column.ending(f"@{domain}")}
        if column.odd:
            found |= {at for at, one in enumerate(column.values) if not isinstance(one, str)}
        for at in sorted(found):
            entry = column.entries[at]
            if bits >> entry & 1:
                asked.accuse(entry, not_clean(column.values[at], domains))

    def _due(self, gate: Gate, bits: int) -> int:
        """The entries that the test is for."""
        if gate.is_for_all:
            return bits
        due = reduce(or_, map(self._table.present, gate.weighty), 0)
        for name in gate.needed:
            due |= ~self._table.present(name)
        return bits & due

    def _sound(self, gate: Gate, sound: Sound, bits: int) -> int:
        """The entries, at least of these, that pass a test, and those besides it."""
        besides = self._sound(gate, sound.besides, bits) if sound.besides else -1
        if not sound.attributes:
            return besides & self._sound_by_presence(gate, sound, bits)
        if sound not in self._unsound:
            try:
                passed: Iterable[object] = list(map(sound.test, *self._given(sound)))
            except CRASHES:
                fallen = _fallen(self._one_by_one(gate, sound, bits))
                return besides & ~(fallen | self._odd(sound))
            self._unsound[sound] = _fallen(passed) | self._odd(sound)
        return besides & ~self._unsound[sound]

    def _given(self, sound: Sound) -> Iterator[Sequence[str]]:
        """What the test takes, for each entry."""
        table = self._table
        for name in sound.attributes:
            column = table.columns.get(name)
            yield column.lines if column else ("",) * table.size
        for name in sound.present:
            yield _flags(name, table.present(name), table.size)

    def _odd(self, sound: Sound) -> int:
        """The entries with values that the test cannot take."""
        columns = self._table.columns
        return reduce(or_, (columns[name].odd for name in sound.attributes if name in columns), 0)

    def _one_by_one(self, gate: Gate, sound: Sound, bits: int) -> Iterator[object]:
        """Whether each of some entries passes a test that crashes about at least one."""
        for entry, given in enumerate(zip(*self._given(sound), strict=True)):
            try:
                yield bits >> entry & 1 and sound.test(*given)
            except CRASHES as error:
                self._crash(gate.checks[0], self._table.dn(entry), error)
                yield False

    def _sound_by_presence(self, gate: Gate, sound: Sound, bits: int) -> int:
        """The same for a test that only asks which attributes are there."""
        groups: list[tuple[int, tuple[str, ...]]] = [(bits, ())]
        for name in sound.present:
            present = self._table.present(name)
            groups = [
                (some, (*flags, flag))
                for mine, flags in groups
                for some, flag in ((mine & present, name), (mine & ~present, ""))
                if some
            ]
        passing = 0
        for some, flags in groups:
            try:
                if sound.test(*flags):
                    passing |= some
            except CRASHES as error:
                self._crash(gate.checks[0], self._table.dn(next(numbers(some))), error)
        return passing


def _fallen(passed: Iterable[object]) -> int:
    """The entries that did not pass, in bits."""
    bits = 0
    for entry, has_passed in enumerate(passed):
        if not has_passed:
            bits |= 1 << entry
    return bits


def _flags(name: str, present: int, size: int) -> Sequence[str]:
    """The name of an attribute for each entry that has it, nothing for the others."""
    if present == (1 << size) - 1:
        return (name,) * size
    return [name if present >> entry & 1 else "" for entry in range(size)]


def _larger(column: Column, limit: int) -> int:
    """The entries with a value of more octets than that."""
    bits = 0
    for entry, value in zip(column.entries, column.values, strict=True):
        if len(value) > limit or (isinstance(value, str) and len(value.encode()) > limit):
            bits |= 1 << entry
    return bits
