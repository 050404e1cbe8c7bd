"""The hot path: shows each entry to the checks that could have something to say about it."""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING

from readiness.checking.check import Check, Key, keys_of
from readiness.columns.batch import Batch
from readiness.columns.bitset import bits_of, indexes
from readiness.directory.missed_people import is_missed
from readiness.errors import CRASHES
from readiness.evaluation.evaluation_plan import Programme, programme
from readiness.evaluation.prefilter import Asked
from readiness.evaluation.scoping import Doorkeeper
from readiness.model.counts import Counts, count
from readiness.model.entry import Entry, Kind
from readiness.model.finding import Finding, Severity
from readiness.storage.rows import Crash, Ranks
from readiness.uniqueness.keys import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from readiness.checking.check import DomainCheck
    from readiness.evaluation.statistics import Census
    from readiness.model.key_holder import KeyHolder
    from readiness.storage.sorted_runs import Spill
    from readiness.uniqueness.key_index import Ledger

Said = tuple["Entry", "Finding"]
Offered = tuple[int, ...]
"""The hashed keys of a proposal."""
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
        out_of_scope: Spill,
        ledger: Ledger,
        census: Census,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
    ) -> None:
        """Take the checks that run, the severity of each, and containers in lower case.

        What a check without a severity finds is only counted.
        """
        self.counts = Counts()
        self.crashes: dict[str, Crash] = {}
        self._checks = checks
        self._severities = severities
        self._ranks = Ranks(severities)
        self._errors = {name for name, one in severities.items() if one >= Severity.ERROR}
        self._found = found
        self._left_out = out_of_scope
        self._ledger = ledger
        self._census = census
        self._doorkeeper = Doorkeeper(include, exclude)
        self._programmes: dict[tuple[Kind, bool], Programme] = {}
        self._clean: dict[tuple[DomainCheck, ...], set[str]] = {}

    def take(self, batch: Batch, ordinal: int) -> int:
        """Examine the entries of a table, the first of which has this place.

        Returns those that have errors of their own, apart from all others, in bits.
        """
        self.counts.entries += batch.size
        ordinals = range(ordinal, ordinal + batch.size)
        admission = self._doorkeeper.admit(batch, (1 << batch.size) - 1, ordinals)
        for number in indexes(admission.out_of_scope):
            self._leave_out(admission.entry(number))
        memory = Memory(batch, ordinal, self._ledger, self.crash_of)
        not_ready = 0
        for kind, is_out_of_scope, bits in admission.groups():
            due = self._programme(kind, out_of_scope=is_out_of_scope)
            memory.remember(due.remembered, bits)
            said = list(self._said(Asked(batch).by(due, bits), admission.entry))
            for number in self._record(kind, said, self._proposals(due, said)):
                not_ready |= 1 << number - ordinal
        self._census.take(admission, not_ready, self.counts)
        return not_ready

    def meet(
        self, batch: Batch, chosen: Iterable[int], ordinals: Sequence[int], meeting: Collection[int]
    ) -> tuple[list[Entry], Iterator[KeyHolder]]:
        """Some entries of a table, all of which have these places, and what they mention.

        Only keys whose hashes are `meeting` others are mentioned.
        """
        some = list(chosen)
        admission = self._doorkeeper.admit(batch, bits_of(some), ordinals)
        memory = Memory(batch, 0, self._ledger, self.crash_of)
        holders = (
            memory.holders(
                self._programme(kind, out_of_scope=is_out_of_scope).remembered,
                bits,
                meeting,
                admission.entry,
            )
            for kind, is_out_of_scope, bits in admission.groups()
        )
        return list(map(admission.entry, some)), chain.from_iterable(holders)

    def _leave_out(self, entry: Entry) -> None:
        count(self.counts.out_of_scope, entry.out_of_scope or "")
        self.counts.left_out_people += is_missed(entry)
        row = (entry.dn.lower(), entry.ordinal, entry.dn, entry.kind.value, entry.out_of_scope)
        self._left_out.add(row)

    def _said(self, asked: Asked, entry: Callable[[int], Entry]) -> Iterator[Said]:
        """What checks say about whole entries, and about values of them."""
        for check, bits in asked.checks.items():
            for number in indexes(bits):
                one = entry(number)
                try:
                    for finding in check.examine(one):
                        yield one, finding
                except CRASHES as error:
                    self.crash(check, one.dn, error)
        for number, verdicts in asked.verdicts:
            one = entry(number)
            for said in verdicts:
                yield one, said._replace(dn=one.dn, ordinal=one.ordinal)
        for number, check, attribute, value in asked.suspects:
            one = entry(number)
            try:
                for finding in check.judge(one, attribute, value):
                    yield one, finding
            except CRASHES as error:
                self.crash(check, one.dn, error)

    def _record(
        self, kind: Kind, said: Sequence[Said], proposals: Mapping[int, Offered]
    ) -> Iterator[int]:
        """Put findings on disk; yields the places of entries that have errors."""
        row, errors, name = self._ranks.row, self._errors, kind.value
        counts = Counter([finding.check for _, finding in said])
        offered = map(proposals.get, range(len(said))) if proposals else repeat(None)
        silent = counts.keys() - self._severities.keys()
        if silent:
            offered = list(islice(offered, len(said)))
            for _, finding in said:
                if finding.check in silent:
                    count(self.counts.unreported, (finding.check, finding.attribute))
            for check in silent:
                del counts[check]
            both = [(one, of) for one, of in zip(said, offered) if one[1].check not in silent]
            said, offered = [one for one, _ in both], [of for _, of in both]
        self._found.extend(
            [row(finding, name, entry, of) for (entry, finding), of in zip(said, offered)]
        )
        for check, number in counts.items():
            count(self.counts.findings, check, number)
        if errors.isdisjoint(counts):
            return iter(())
        return (entry.ordinal for entry, finding in said if finding.check in errors)

    def crash(self, check: Check, dn: str, error: BaseException) -> None:
        """Take note that a check crashed; the first time is enough."""
        self.crashes.setdefault(check.id, Crash.of(check, dn, error))

    def crash_of(self, key: Key, dn: str, error: BaseException) -> None:
        """Take note that a key could not be made."""
        for check in self._checks:
            if key in keys_of(check):
                self.crash(check, dn, error)

    def _programme(self, kind: Kind, *, out_of_scope: bool) -> Programme:
        known = self._programmes.get((kind, out_of_scope))
        if known is None:
            known = self._programmes[kind, out_of_scope] = programme(
                self._checks, kind, self._clean.setdefault, out_of_scope=out_of_scope
            )
        return known

    def _proposals(self, due: Programme, said: Sequence[Said]) -> dict[int, Offered]:
        """The findings whose proposals may be made, by number, with the hashed keys of these."""
        by_attribute: dict[str, list[int]] = {}
        for number, (_, finding) in enumerate(said):
            if finding.proposal is not None and finding.check in self._ranks:
                by_attribute.setdefault(finding.attribute, []).append(number)
        offers: dict[int, Offered] = {}
        for attribute, some in by_attribute.items():
            offers |= self._vetted(due, attribute, {number: said[number] for number in some})
        return offers

    def _vetted(
        self, due: Programme, attribute: str, said: Mapping[int, Said]
    ) -> Iterator[tuple[int, Offered]]:
        """Of proposals for one attribute those to which no check objects; they are remembered.

        They are judged as values are: by the block, as if there were entries that had them.
        """
        name, first = attribute.lower(), min(entry.ordinal for entry, _ in said.values())
        proposals = [str(finding.proposal) for _, finding in said.values()]
        dns = [entry.dn for entry, _ in said.values()]
        every = range(len(said))
        would_be = Batch.held(every, {"dn": (every, dns), name: (every, proposals)}, {})
        disputed = self._disputed(due, would_be, attribute)
        ordinals = array("I", [entry.ordinal - first for entry, _ in said.values()])
        recipes = (one for one in due.remembered if one.attribute == name and one.is_proposable)
        keys = Memory(would_be, 0, self._ledger, self.crash_of).offer(
            recipes, disputed, first, ordinals
        )
        for number, of, offered in zip(every, said, keys, strict=True):
            if not disputed >> number & 1 and (offered or name not in _HELD_BY_ONE):
                yield of, offered  # of what one must hold, nobody may watch who holds it

    def _disputed(self, due: Programme, would_be: Batch, attribute: str) -> int:
        """The entries to whose value a check of values objects, in bits."""
        disputed = 0
        asked = Asked(would_be).about_values(due, attribute)

        def entry(number: int) -> Entry:
            return Entry(would_be.dn(number), due.kind, would_be.values(number), ordinal=number)

        for one, finding in self._said(asked, entry):
            if self._severities.get(finding.check, 0) > Severity.INFO:
                disputed |= 1 << one.ordinal
        return disputed
