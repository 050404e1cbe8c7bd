"""The hot path: shows each entry to the checks that could have something to say about it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from readiness.checking.check import Check, Key, ValueCheck
from readiness.columns import kernels
from readiness.columns.bitset import bits_of, numbers
from readiness.evaluation.evaluation_plan import Programme, programme
from readiness.evaluation.prefilter import Asked, Screen
from readiness.evaluation.scoping import Doorkeeper
from readiness.evaluation.suspects import CRASHES
from readiness.model.entry import Entry, Finding, Kind, Severity, Tally, count
from readiness.storage.rows import Crash, located
from readiness.uniqueness.key_index import OFFERED
from readiness.uniqueness.keys import Memory, hashes_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from readiness.checking.check import DomainCheck
    from readiness.columns.batch import Table
    from readiness.evaluation.scoping import Admission
    from readiness.evaluation.statistics import Census
    from readiness.evaluation.suspects import Suspect
    from readiness.model.entry import Mention
    from readiness.storage.sorted_runs import Spill
    from readiness.uniqueness.key_index import Ledger

_HELD_BY_ONE = frozenset(
    {"userprincipalname", "mail", "proxyaddresses", "samaccountname", "mailnickname"}
)
"""Attributes whose values belong to one object: a proposal must not be held by another."""


class Examiner:
    """Examines the entries of tables, in any order; what it finds goes to disk."""

    def __init__(
        self,
        checks: Sequence[Check],
        severities: Mapping[str, Severity],
        *,
        found: Spill,
        left_out: Spill,
        ledger: Ledger,
        census: Census,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
    ) -> None:
        """Take the checks that run, the severity of each, and containers in lower case.

        What a check without a severity finds is only counted.
        """
        self.tally = Tally()
        self.crashes: dict[str, Crash] = {}
        self._checks = checks
        self._severities = severities
        self._found = found
        self._left_out = left_out
        self._ledger = ledger
        self._census = census
        self._doorkeeper = Doorkeeper(include, exclude)
        self._programmes: dict[tuple[Kind, bool], Programme] = {}
        self._clean: dict[tuple[DomainCheck, ...], set[str]] = {}

    def take(self, table: Table, place: int) -> int:
        """Examine the entries of a table, the first of which has this place.

        Returns those that have errors of their own, apart from all others, in bits.
        """
        self.tally.entries += table.size
        screen = Screen(table, self.crash)
        places = range(place, place + table.size)
        admission = self._admit(table, (1 << table.size) - 1, places, screen)
        for number in numbers(admission.left_out):
            self._leave_out(admission.entry(number))
        asked = Asked()
        memory = Memory(table, place, self._ledger, self.crash_of)
        for kind, is_left_out, bits in admission.groups():
            due = self._programme(kind, left_out=is_left_out)
            screen.ask(due, bits, asked)
            memory.remember(due.remembered, bits)
        spoilt = 0
        for number in asked.entries:
            checks, suspects = asked.checks.get(number, ()), asked.suspects.get(number, ())
            if not self._is_ready(admission.entry(number), checks, suspects):
                spoilt |= 1 << number
        self._census.take(admission, spoilt, self.tally)
        return spoilt

    def meet(
        self, table: Table, chosen: Iterable[int], places: Sequence[int], meeting: Collection[int]
    ) -> tuple[list[Entry], Iterator[Mention]]:
        """Some entries of a table, all of which have these places, and what they mention.

        Only keys whose hashes are `meeting` others are mentioned.
        """
        some = list(chosen)
        screen = Screen(table, self.crash)
        admission = self._admit(table, bits_of(some), places, screen)
        memory = Memory(table, 0, self._ledger, self.crash_of)
        mentions = (
            memory.mentions(
                self._programme(kind, left_out=is_left_out).remembered,
                bits,
                meeting,
                admission.entry,
            )
            for kind, is_left_out, bits in admission.groups()
        )
        return list(map(admission.entry, some)), chain.from_iterable(mentions)

    def _admit(self, table: Table, bits: int, places: Sequence[int], screen: Screen) -> Admission:
        of_users = self._programme(Kind.USER, left_out=False)
        return self._doorkeeper.admit(table, bits, places, screen, of_users)

    def _leave_out(self, entry: Entry) -> None:
        count(self.tally.out_of_scope, entry.left_out or "")
        row = (entry.dn.lower(), entry.place, entry.dn, entry.kind.value, entry.left_out)
        self._left_out.add(row)

    def _is_ready(
        self, entry: Entry, asked: Collection[Check], suspects: Sequence[Suspect]
    ) -> bool:
        """Take down what checks say about an entry; tells whether it is free of errors."""
        is_ready = True
        for finding in self.said(entry, asked, suspects):
            if finding.check not in self._severities:
                count(self.tally.noted, finding.check)
                continue
            self.record(finding, entry, self._offer(finding, entry))
            is_ready = is_ready and self._severities[finding.check] < Severity.ERROR
        return is_ready

    def said(
        self, entry: Entry, asked: Collection[Check], suspects: Sequence[Suspect]
    ) -> Iterator[Finding]:
        """What checks say about the whole entry, and about values of it."""
        whole = (check for check, _, _ in suspects if not isinstance(check, ValueCheck))
        for check in dict.fromkeys((*asked, *whole)):
            try:
                yield from check.examine(entry)
            except CRASHES as error:
                self.crash(check, entry.dn, error)
        for check, attribute, value in suspects:
            try:
                if isinstance(check, ValueCheck) and check not in asked:
                    yield from check.judge(entry, attribute, value)
            except CRASHES as error:
                self.crash(check, entry.dn, error)

    def record(self, finding: Finding, entry: Entry, offered: tuple[int, ...] | None) -> None:
        """Put a finding on disk, with its proposal if its hashed keys are `offered`."""
        count(self.tally.findings, finding.check)
        self._found.add(located(finding, self._severities[finding.check], entry, offered))

    def crash(self, check: Check, dn: str, error: BaseException) -> None:
        """Take note that a check crashed; the first time is enough."""
        self.crashes.setdefault(check.id, Crash.of(check, dn, error))

    def crash_of(self, key: Key, dn: str, error: BaseException) -> None:
        """Take note that a key could not be made."""
        for check in self._checks:
            if key in check.keys:
                self.crash(check, dn, error)

    def _programme(self, kind: Kind, *, left_out: bool) -> Programme:
        known = self._programmes.get((kind, left_out))
        if known is None:
            known = self._programmes[kind, left_out] = programme(
                self._checks, kind, self._clean.setdefault, left_out=left_out
            )
        return known

    def _offer(self, finding: Finding, entry: Entry) -> tuple[int, ...] | None:
        """The hashed keys of a proposal, which are remembered; None if it may not be made."""
        proposal = finding.proposal
        if proposal is None:
            return None
        name = finding.attribute.lower()
        would_be = Entry(entry.dn, entry.kind, {name: proposal}, place=entry.place)
        if self._is_disputed(would_be, finding.attribute, proposal):
            return None
        offered = []
        for attribute, fold, other, salt, mark, _ in self._programme(
            entry.kind, left_out=False
        ).remembered:
            folded = fold(proposal) if attribute == name and other is bytes and not mark else None
            if folded is not None:
                offered.append(hash(folded) ^ salt)
                hashes = hashes_of([folded])
                self._ledger.add(kernels.paired(hashes, salt, entry.place | OFFERED, None, None))
        if name in _HELD_BY_ONE and not offered:
            return None  # nobody watches who holds such values: the checks that do are not selected
        return tuple(offered)

    def _is_disputed(self, would_be: Entry, attribute: str, proposal: str) -> bool:
        """Whether a check of values has something to say about a proposed value."""
        for check in self._programme(would_be.kind, left_out=False).judges(attribute, proposal):
            if self._severities.get(check.id, Severity.INFO) > Severity.INFO:
                try:
                    if next(iter(check.examine(would_be)), None):
                        return True
                except CRASHES as error:
                    self.crash(check, would_be.dn, error)
                    return True
        return False
