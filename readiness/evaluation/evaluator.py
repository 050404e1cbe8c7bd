"""Evaluates the entries of a batch: scope, prefilter, examination, proposals, and what is recorded.

The hot path. Most entries of most batches are healthy: whole columns are looked at, and only the
entries that a check may have something to say about are ever put together.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from readiness.checking.check import keys_of
from readiness.columns.bitset import bits_of, indexes
from readiness.directory.missed_people import is_missed
from readiness.evaluation.evaluation_plan import EvaluationPlans
from readiness.evaluation.prefilter import Prefilter
from readiness.evaluation.proposals import ProposalVetting
from readiness.model.counts import Counts, count
from readiness.model.finding import Severity
from readiness.storage.rows import Crash, Ranks
from readiness.uniqueness.keys import Memory

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from readiness.checking.check import Check, Key
    from readiness.columns.batch import Batch
    from readiness.evaluation.prefilter import Said
    from readiness.evaluation.proposals import Offered
    from readiness.evaluation.scoping import ScopedBatch, Scoping
    from readiness.evaluation.statistics import Statistics
    from readiness.model.entry import Entry, Kind
    from readiness.model.key_holder import KeyHolder
    from readiness.storage.sorted_runs import Spill
    from readiness.uniqueness.key_index import Ledger


class Evaluator:
    """Evaluates batches, in any order; findings, entries out of scope and keys go to disk."""

    def __init__(
        self,
        checks: Sequence[Check],
        severities: Mapping[str, Severity],
        *,
        scoping: Scoping,
        statistics: Statistics,
        findings: Spill,
        out_of_scope: Spill,
        ledger: Ledger,
    ) -> None:
        """Take the checks that run, and by id the severity of those that are reported.

        What a check without a severity finds is only counted.
        """
        self.counts = Counts()
        """Where entries and findings are counted; replaced for each partition."""
        self.crashes: dict[str, Crash] = {}
        """The first crash of each check."""
        self._checks = checks
        self._plans = EvaluationPlans(checks)
        self._ranks = Ranks(severities)
        self._errors = {check for check, one in severities.items() if one >= Severity.ERROR}
        self._scoping = scoping
        self._statistics = statistics
        self._findings = findings
        self._out_of_scope = out_of_scope
        self._ledger = ledger
        self._vetting = ProposalVetting(severities, ledger, self._crashed, self._key_crashed)

    def evaluate(self, batch: Batch, first_ordinal: int) -> int:
        """Evaluate all entries of a batch, whose ordinals follow that of the first.

        Returns, in bits, the entries that have an error apart from all others.
        """
        every = (1 << batch.size) - 1
        ordinals = range(first_ordinal, first_ordinal + batch.size)
        scoped = self._scoping.scope(batch, every, ordinals)
        self.counts.entries += batch.size
        self._record_out_of_scope(scoped)

        prefilter = Prefilter(batch, self._crashed)
        keys = Memory(batch, first_ordinal, self._ledger, self._key_crashed)
        not_ready = 0
        for kind, is_out_of_scope, bits in scoped.groups():
            plan = self._plans[kind, is_out_of_scope]
            keys.remember(plan.key_rules, bits)
            selection = prefilter.select(plan, bits)
            said = list(selection.examine(scoped.entry, self._crashed))
            self._record(kind, said, self._vetting.vet(plan, said))
            not_ready |= self._with_errors(said, first_ordinal)

        self._statistics.add(scoped, not_ready, self.counts)
        return not_ready

    def holders(
        self, batch: Batch, chosen: Iterable[int], ordinals: Sequence[int], meeting: Collection[int]
    ) -> tuple[list[Entry], Iterator[KeyHolder]]:
        """Some entries of a batch, all of which have these ordinals, and the keys that they hold.

        Only keys whose hashes are `meeting` others.
        """
        indexes = list(chosen)
        scoped = self._scoping.scope(batch, bits_of(indexes), ordinals)
        keys = Memory(batch, 0, self._ledger, self._key_crashed)
        holders = (
            keys.holders(self._plans[kind, is_out_of_scope].key_rules, bits, meeting, scoped.entry)
            for kind, is_out_of_scope, bits in scoped.groups()
        )
        return list(map(scoped.entry, indexes)), chain.from_iterable(holders)

    def _record_out_of_scope(self, scoped: ScopedBatch) -> None:
        for entry in map(scoped.entry, indexes(scoped.out_of_scope)):
            reason = entry.out_of_scope or ""
            count(self.counts.out_of_scope, reason)
            self.counts.left_out_people += is_missed(entry)
            row = (entry.dn.lower(), entry.ordinal, entry.dn, entry.kind.value, reason)
            self._out_of_scope.add(row)

    def _record(self, kind: Kind, said: Sequence[Said], offered: Mapping[int, Offered]) -> None:
        """Put findings on disk and count them; those of silent checks are only counted."""
        ranks, kind_name = self._ranks, kind.value
        self._findings.extend(
            [
                ranks.row(finding, kind_name, entry, offered.get(index))
                for index, (entry, finding) in enumerate(said)
                if finding.check in ranks
            ]
        )
        for check, number in Counter([finding.check for _, finding in said]).items():
            if check in ranks:
                count(self.counts.findings, check, number)
            else:
                silent = (finding for _, finding in said if finding.check == check)
                for finding in silent:
                    count(self.counts.unreported, (check, finding.attribute))

    def _with_errors(self, said: Sequence[Said], first_ordinal: int) -> int:
        """The entries with findings that are errors, in bits."""
        errors = self._errors
        return bits_of(
            {entry.ordinal - first_ordinal for entry, finding in said if finding.check in errors}
        )

    def _crashed(self, check: Check, entry: Entry | None, error: BaseException) -> None:
        """Take note that a check crashed; the first time is enough."""
        self.crashes.setdefault(check.id, Crash.of(check, entry.dn if entry else "", error))

    def _key_crashed(self, key: Key, dn: str, error: BaseException) -> None:
        """Take note that a key could not be made, by the checks that asked for it."""
        for check in self._checks:
            if key in keys_of(check):
                self.crashes.setdefault(check.id, Crash.of(check, dn, error))
