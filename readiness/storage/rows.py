"""Findings as rows on disk, which sort in the order of the report."""

from __future__ import annotations

from collections import Counter
from itertools import product
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from readiness.errors import CheckFailure, told
from readiness.gating.fingerprint import fingerprint
from readiness.model.counts import count
from readiness.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from readiness.checking.check import Check
    from readiness.model.counts import Counts
    from readiness.model.finding import Finding


class Crash(NamedTuple):
    """What a check raised that no check may raise, and about which entry."""

    check: str
    dn: str
    error: str

    @classmethod
    def of(cls, check: Check, dn: str, error: BaseException) -> Crash:
        """The crash of a check with an exception."""
        if isinstance(error, CheckFailure):
            return cls(check.id, error.dn or dn, str(error))
        return cls(check.id, dn, told(error))


class StoredFinding(NamedTuple):
    """What is where in the row of a finding, which is written as a plain tuple.

    Rows are compared from left to right: by severity and check, DN, attribute and value, as reports
    are sorted. Two of the same ordinal that are alike until there differ in their message, before a
    None could be compared.
    """

    grade: int
    """The severity and the check, as a number in `FindingRows.grades`."""
    folded_dn: str
    attribute: str
    held: str
    """The value, or an empty text."""
    has_value: bool
    ordinal: int
    message: str
    dn: str
    kind: str
    guid: str | None
    offer: tuple[Any, ...]
    """The proposal with its hashed keys, if it may be made; it is withdrawn if one of them belongs
    to somebody else."""
    related: tuple[str, ...]
    line: int | None
    """Counted from the beginning of the partition."""
    fingerprint: str


class Located(Protocol):
    """What a finding tells of its entry beside the DN."""

    @property
    def guid(self) -> str | None:
        """The objectGUID in its usual text form."""

    @property
    def line(self) -> int | None:
        """The line of its `dn:`, counted from the beginning of the partition."""


class FindingRows:
    """Makes rows of findings."""

    def __init__(
        self, severities: Mapping[str, Severity], set_by_hand: Collection[str] = frozenset()
    ) -> None:
        """Take the severity of every check that is reported, and which of them somebody set."""
        self.reported = severities.keys()
        """The ids of the checks that are reported; the findings of others are only counted."""
        every = product(Severity, severities)
        self.grades = sorted(every, key=lambda grade: (-grade[0], grade[1]))
        """Every severity with every check: the grave ones first, each check's findings together."""
        numbers = {grade: number for number, grade in enumerate(self.grades)}
        # a check's findings are as grave as it is, or milder; what somebody set holds for all
        self._grades = {
            (check, milder): numbers[
                severity if milder is None or check in set_by_hand else min(severity, milder), check
            ]
            for check, severity in severities.items()
            for milder in (None, *Severity)
        }

    def severity_of(self, finding: Finding) -> Severity:
        """The severity in force; what somebody set holds for all findings of a check."""
        return self.grades[self._grades[finding.check, finding.severity]][0]

    def count(self, rows: Iterable[tuple[Any, ...]], counts: Counts) -> None:
        """Count findings by check and severity, of which these are the rows."""
        for grade, number in Counter(map(itemgetter(0), rows)).items():
            severity, check = self.grades[grade]
            count(counts.findings, (check, severity), number)

    def row(
        self,
        finding: Finding,
        kind: str,
        entry: Located | None,
        proposed_hashes: tuple[int, ...] | None = None,
    ) -> tuple[Any, ...]:
        """The StoredFinding of a finding; without an entry, it is about the whole directory.

        Without hashes, not even none, it offers no proposal.
        """
        check, dn, attribute, value, message, proposal, related, ordinal, milder = finding
        guid, line = (entry.guid, entry.line) if entry else (None, None)
        folded = dn.lower()
        return (
            self._grades[check, milder],
            folded,
            attribute,
            value or "",
            # no value and an empty one differ here already, for behind it they cannot be compared
            value is not None,
            ordinal,
            message,
            dn,
            kind,
            guid,
            () if proposed_hashes is None else (proposal, *proposed_hashes),
            related,
            line,
            fingerprint(check, guid or folded, attribute, value),
        )
