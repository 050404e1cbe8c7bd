"""Tells which proposals may be made: no check objects to them, and nobody else holds them."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from readiness.columns.batch import Batch
from readiness.evaluation.prefilter import Prefilter
from readiness.model.entry import Entry
from readiness.model.finding import Severity
from readiness.uniqueness.batch_keys import BatchKeys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from readiness.checking.check import Check
    from readiness.evaluation.evaluation_plan import EvaluationPlan
    from readiness.evaluation.prefilter import OnCrash, Said
    from readiness.storage.rows import FindingRows
    from readiness.uniqueness.batch_keys import OnKeyCrash
    from readiness.uniqueness.key_index import KeyWriter

Offered = tuple[int, ...]
"""The hashed keys of a proposal, which is withdrawn if another entry turns out to hold one."""
_OF_ONE_OBJECT = frozenset(
    {"userprincipalname", "mail", "proxyaddresses", "samaccountname", "mailnickname"}
)
"""Attributes whose values belong to one object: a proposal must not be held by another."""


class ProposalVetting:
    """Vets the proposals of a batch together, as if there were entries that had them.

    So they pass through the same columns, verdicts and keys as all values do, and cost as little.
    """

    def __init__(
        self,
        rows: FindingRows,
        key_writer: KeyWriter,
        crashed: OnCrash,
        key_crashed: OnKeyCrash,
    ) -> None:
        """Take what knows the checks that are reported, and who writes keys to the index."""
        self._rows = rows
        self._key_writer = key_writer
        self._crashed = crashed
        self._key_crashed = key_crashed

    def vet(self, plan: EvaluationPlan, said: Sequence[Said]) -> dict[int, Offered]:
        """The findings whose proposals may be made, by index, with the keys of these.

        The keys are indexed; whether somebody else holds them is known at the end of the scan.
        """
        by_attribute: dict[str, dict[int, Said]] = {}
        for index, (entry, finding) in enumerate(said):
            if finding.proposal is not None and finding.check in self._rows.reported:
                by_attribute.setdefault(finding.attribute, {})[index] = entry, finding
        offered: dict[int, Offered] = {}
        for attribute, proposing in by_attribute.items():
            offered |= self._vet_values(plan, attribute, proposing)
        return offered

    def _vet_values(
        self, plan: EvaluationPlan, attribute: str, proposing: Mapping[int, Said]
    ) -> dict[int, Offered]:
        name, every = attribute.lower(), range(len(proposing))
        entries = [entry for entry, _ in proposing.values()]
        would_be = Batch.held(
            every,
            {
                # a key that cannot be made is told with it
                "dn": (every, [entry.dn for entry in entries]),
                name: (every, [str(finding.proposal) for _, finding in proposing.values()]),
            },
            {},
        )
        disputed = self._disputed(plan, would_be, attribute)
        first = min(entry.ordinal for entry in entries)
        keys = BatchKeys(would_be, self._key_crashed).write_proposed(
            [
                rule
                for rule in plan.key_rules
                if rule.attribute == name and rule.holds_for_proposals
            ],
            disputed,
            first,
            array("I", [entry.ordinal - first for entry in entries]),
            self._key_writer,
        )
        return {
            index: offered
            for at, (index, offered) in enumerate(zip(proposing, keys, strict=True))
            # without a key, nobody watches who else holds the value
            if not disputed >> at & 1 and (offered or name not in _OF_ONE_OBJECT)
        }

    def _disputed(self, plan: EvaluationPlan, would_be: Batch, attribute: str) -> int:
        """The entries, in bits, to whose value a check objects that is more than an information."""
        disputed, every = 0, (1 << would_be.size) - 1

        def entry(index: int) -> Entry:
            # by its index, which tells below whose proposal is disputed
            return Entry(would_be.dn(index), plan.kind, would_be.values(index), ordinal=index)

        def crashed(check: Check, subject: Entry | None, error: BaseException) -> None:
            nonlocal disputed
            self._crashed(check, subject, error)
            # what a check would have said is not known, so the proposal is not safe
            disputed |= 1 << subject.ordinal if subject else every

        judges = Prefilter(would_be, crashed).select_judges(plan, attribute)
        for subject, finding in judges.examine(entry, crashed):
            is_reported = finding.check in self._rows.reported
            if is_reported and self._rows.severity_of(finding) > Severity.INFO:
                disputed |= 1 << subject.ordinal
        return disputed
