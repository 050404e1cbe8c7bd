"""Findings as rows on disk, which sort in the order of the report."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from readiness.errors import CheckFailure, told
from readiness.gating.fingerprint import fingerprint
from readiness.model.counts import count
from readiness.model.finding import FindingRow, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from readiness.checking.check import Check
    from readiness.model.counts import Counts
    from readiness.model.finding import Finding

KNOWN_FIELDS = FindingRow._fields.index("severity")
"""The number of fields of a FindingRow that are known when a finding is made."""


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

    Rows are compared from left to right; the first four fields tell any two apart, so that those
    behind them, some of which may be None, are not compared.
    """

    sort_key: str
    """Severity, check, DN, attribute and value. They are one text since `list.sort` compares texts
    several times faster than tuples of texts."""
    ordinal: int
    message: str
    offer: str
    """The proposal, or an empty text."""
    known: tuple[Any, ...]
    """The fields of FindingRow that are known already."""
    severity: int
    line: int | None
    """Counted from the beginning of the partition."""
    fingerprint: str
    proposed_hashes: tuple[int, ...]
    """The hashed keys of the proposal, which is withdrawn if one belongs to somebody else."""


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
        self._severities = severities
        self._set_by_hand = set_by_hand
        # one number for severity and check: the grave ones first, each check's findings together
        every = sorted(product(Severity, severities), key=lambda both: (-both[0], both[1]))
        self._ranks = {
            (severity, check): f"{rank:05}" for rank, (severity, check) in enumerate(every)
        }

    def __contains__(self, check: str) -> bool:
        return check in self._severities

    def severity_of(self, finding: Finding) -> Severity:
        """The severity in force; what somebody set holds for all findings of a check."""
        return self._in_force(finding.check, finding.severity)

    def _in_force(self, check: str, milder: Severity | None) -> Severity:
        severity = self._severities[check]
        return severity if milder is None or check in self._set_by_hand else min(severity, milder)

    def count(self, findings: Iterable[Finding], counts: Counts) -> None:
        """Count findings by check and severity."""
        said = Counter([(finding.check, finding.severity) for finding in findings])
        for (check, milder), number in said.items():
            count(counts.findings, (check, self._in_force(check, milder)), number)

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
        severity = self._severities[check] if milder is None else self._in_force(check, milder)
        folded, held = dn.lower(), value or ""
        # no value and an empty one differ here already, for behind it they cannot be compared
        sortable_value = "" if value is None else f"\0{value}"
        guid, line = (entry.guid, entry.line) if entry else (None, None)
        if proposed_hashes is None:
            proposal, proposed_hashes = None, ()
        # NUL parts the fields, for it is less than any character; one within a DN is made greater
        sortable = folded if "\0" not in folded else folded.replace("\0", "\0\1")
        return (
            f"{self._ranks[severity, check]}{sortable}\0\0{attribute}{sortable_value}",
            ordinal,
            message,
            proposal or "",
            (check, dn, guid, attribute, value, message, kind, related),
            int(severity),
            line,
            fingerprint(check, guid or folded, attribute, held),
            proposed_hashes,
        )
