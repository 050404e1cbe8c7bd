"""Evaluates the entries of a batch: scope, prefilter, examination, proposals, and what is recorded.

The hot path. Most entries of most batches are healthy: whole columns are looked at, and only the
entries that a check may have something to say about are ever put together.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from readiness.checking.keyed_check import keys_of
from readiness.checking.triggers.values import contains
from readiness.columns.bitset import indexes
from readiness.directory.objects.kept_out import SIGNS, why_kept_out
from readiness.directory.objects.missed_people import is_missed
from readiness.evaluation.derivation import add_derived
from readiness.evaluation.evaluation_plan import EvaluationPlans
from readiness.evaluation.prefilter import Prefilter
from readiness.evaluation.proposals import ProposalVetting
from readiness.model.counts import Counts, count
from readiness.storage.kept_batches import KeptBatch
from readiness.storage.rows import Crash
from readiness.uniqueness.batch_keys import BatchKeys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from readiness.checking.check import Check
    from readiness.checking.keyed_check import Key
    from readiness.columns.batch import Batch
    from readiness.evaluation.prefilter import Said
    from readiness.evaluation.proposals import Offered
    from readiness.evaluation.scoping import ScopedBatch, Scoping
    from readiness.evaluation.statistics import Statistics
    from readiness.model.entry import Entry, Kind
    from readiness.model.finding import Finding
    from readiness.storage.rows import FindingRows
    from readiness.storage.sorted_runs import RunWriter
    from readiness.uniqueness.key_index import KeyWriter

_KEPT_OUT = reduce(or_, (contains(attribute, text) for attribute, text in SIGNS))


class Evaluator:
    """Evaluates batches, in any order; findings, entries out of scope and keys go to disk."""

    def __init__(
        self,
        checks: Sequence[Check],
        rows: FindingRows,
        *,
        scoping: Scoping,
        statistics: Statistics,
        findings: RunWriter,
        out_of_scope: RunWriter,
        keys: KeyWriter,
    ) -> None:
        """Take the checks that run, and what makes rows of the findings of those that are reported.

        What the others find is only counted.
        """
        self.counts = Counts()
        """Where entries and findings are counted; replaced for each partition."""
        self.crashes: dict[str, Crash] = {}
        """The first crash of each check."""
        self._checks = checks
        self._of_kept_out = {check.id for check in checks if check.for_kept_out}
        self._plans = EvaluationPlans(checks)
        self._rows = rows
        self._scoping = scoping
        self._statistics = statistics
        self._findings = findings
        self._out_of_scope = out_of_scope
        self._keys = keys
        self._vetting = ProposalVetting(rows, keys, self._crashed, self.key_crashed)

    def evaluate(self, batch: Batch, first_ordinal: int) -> KeptBatch:
        """Evaluate all entries of a batch, whose ordinals follow that of the first.

        Returns what comparisons have to know of them.
        """
        every = (1 << batch.size) - 1
        ordinals = range(first_ordinal, first_ordinal + batch.size)
        scoped = self._scoping.scope(batch, every, ordinals)
        self.counts.entries += batch.size
        # told even where checks see them, since who is left out is an answer of its own
        self._record_out_of_scope(scoped)

        prefilter = Prefilter(batch, self._crashed)
        keys = BatchKeys(batch, self.key_crashed)
        evaluated = KeptBatch(batch, list(scoped.groups()))
        planned = [
            (self._plans[kind, is_out_of_scope], bits)
            for kind, is_out_of_scope, bits in evaluated.groups
        ]
        # before any key is made, since keys may be of what is derived
        add_derived(batch, planned, scoped.entry, self._crashed)
        for plan, bits in planned:
            keys.write(plan.key_rules, bits, first_ordinal, self._keys)
            selection = prefilter.select(plan, bits)
            # all of a batch at once, since its proposals are vetted together
            said = list(selection.examine(scoped.entry, self._crashed))
            # of a service account, what to repair is no use: it had better not be synchronised
            if batch.triggered(_KEPT_OUT) & bits:
                said = [pair for pair in said if self._may_be_said(*pair)]
            self._record(plan.kind, said, self._vetting.vet(plan, said))

        self._statistics.add(scoped, self.counts)
        return evaluated

    def _may_be_said(self, entry: Entry, finding: Finding) -> bool:
        return finding.check in self._of_kept_out or why_kept_out(entry) is None

    def _record_out_of_scope(self, scoped: ScopedBatch) -> None:
        for entry in map(scoped.entry, indexes(scoped.out_of_scope)):
            reason = entry.out_of_scope or ""
            count(self.counts.out_of_scope, reason)
            self.counts.left_out_people += is_missed(entry)
            # the DN in lower case sorts the list, the ordinal parts those that are alike
            row = (entry.dn.lower(), entry.ordinal, entry.dn, entry.kind.value, reason)
            self._out_of_scope.extend((row,))

    def _record(self, kind: Kind, said: Sequence[Said], offered: Mapping[int, Offered]) -> None:
        """Put findings on disk and count them; those of silent checks are only counted."""
        rows, kind_name = self._rows, kind.value
        reported_checks = rows.reported
        reported = [
            rows.row(finding, kind_name, entry, offered.get(index))
            for index, (entry, finding) in enumerate(said)
            if finding.check in reported_checks
        ]
        rows.count(reported, self.counts)
        self._findings.extend(reported)
        # asked first: with all checks reported, nobody walks through the findings again
        if len(reported) < len(said):
            for _, finding in said:
                if finding.check not in reported_checks:
                    count(self.counts.unreported, (finding.check, finding.attribute))

    def _crashed(self, check: Check, entry: Entry | None, error: BaseException) -> None:
        """Take note that a check crashed; the first time is enough."""
        self.crashes.setdefault(check.id, Crash.of(check, entry.dn if entry else "", error))

    def key_crashed(self, key: Key, dn: str, error: BaseException) -> None:
        """Take note that a key could not be made, by the checks that asked for it."""
        for check in self._checks:
            if key in keys_of(check):
                self.crashes.setdefault(check.id, Crash.of(check, dn, error))
