"""Reads the findings of all processes, sorted, and completes them for a report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from readiness.gating.fingerprint import Occurrences
from readiness.gating.fingerprint import fingerprint as fingerprint_of
from readiness.model.finding import FindingRow, Severity
from readiness.pipeline.processes.worker import FINDINGS
from readiness.storage.ordinal import partition_of
from readiness.storage.rows import StoredFinding
from readiness.storage.sorted_runs import sorted_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from readiness.advice.steps.obstacles import Obstacles
    from readiness.gating.finding_state import FindingStates
    from readiness.pipeline.partitioning.partitions import Origin
    from readiness.storage.rows import FindingRows


@dataclass(frozen=True)
class StoredFindings:
    """The findings of a scan, which can be read again and again as long as its folder lasts."""

    folder: Path
    rows: FindingRows
    origins: Sequence[Origin]
    """Where each partition is from."""
    taken: AbstractSet[int]
    """The hashed keys of proposals that belong to somebody else."""
    states: FindingStates
    withdrawn: Mapping[str, AbstractSet[int]]
    """The ordinals of entries of which a check takes back what it said, by its id."""

    def count_withdrawn(self) -> Counter[tuple[str, Severity]]:
        """The findings that are taken back, by check and severity."""
        counts: Counter[tuple[str, Severity]] = Counter()
        if self.withdrawn:  # else the findings need not be gone through
            for block in sorted_blocks(self.folder, FINDINGS):
                for row in map(StoredFinding._make, block):
                    severity, check = self.rows.grades[row.grade]
                    ordinal, related = row.ordinal, row.related
                    is_withdrawn = self._is_withdrawn(check, ordinal, related)
                    if is_withdrawn and not self._is_unasked(check, ordinal):
                        counts[check, severity] += 1
        return counts

    def _is_withdrawn(self, check: str, ordinal: int, related: Sequence[str]) -> bool:
        # what a comparison says in its place has others related to it
        return not related and ordinal in self.withdrawn.get(check, ())

    def _is_unasked(self, check: str, ordinal: int) -> bool:
        return check in self.origins[partition_of(ordinal)].unasked

    def read_for(self, obstacles: Obstacles) -> None:
        """Read the errors for the sake of what keeps objects from being ready.

        Where states are to be decided, all findings are read, since each of them is counted.
        """
        for ordinal, finding in self._numbered():
            if finding.severity >= Severity.ERROR:
                obstacles.add(ordinal, finding)
            elif not self.states.decides:
                return  # errors come first

    def read(self) -> Iterator[FindingRow]:
        """The findings in the order of the report.

        Added here is what only the whole scan knows: the line in the source, which proposals are
        free, the number of equal findings, and the state.
        """
        return map(itemgetter(1), self._numbered())

    def _numbered(self) -> Iterator[tuple[int, FindingRow]]:
        """The findings, each behind the ordinal of its entry."""
        number_of, new = Occurrences().of, tuple.__new__
        grades, decides = self.rows.grades, self.states.decides
        for block in sorted_blocks(self.folder, FINDINGS):
            # by position, as StoredFinding says: there may be millions of them
            for (
                grade, _, attribute, held, has_value, ordinal, message, dn, kind, guid,
                offer, related, line, digest,
            ) in block:  # fmt: skip
                severity, check = grades[grade]
                value = held if has_value else None
                source, source_line, fingerprint = "", None, digest
                proposal, state, reason = None, None, None
                if dn:  # it is not about the whole directory
                    source, lines_before, unasked = self.origins[partition_of(ordinal)]
                    if check in unasked:
                        continue
                    if check in self.withdrawn and self._is_withdrawn(check, ordinal, related):
                        continue
                    if line is not None and lines_before is not None:
                        source_line = lines_before + line
                if number := number_of(check, guid or dn, digest):
                    entry = guid or dn.lower()
                    fingerprint = fingerprint_of(check, entry, attribute, value, occurrence=number)
                if offer and self.taken.isdisjoint(offer[1:]):
                    proposal = offer[0]
                if decides:
                    state, reason = self.states.of(check, severity, dn, guid, fingerprint)
                known = check, severity, dn, kind, guid, attribute, value, message, proposal
                completed = related, source, source_line, fingerprint, state, reason
                # not by FindingRow(...), which takes thrice as long
                yield ordinal, new(FindingRow, known + completed)
