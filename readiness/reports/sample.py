"""Which findings a report shows that cannot show them all: a fair share of every check's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from readiness.checking.outcome import CheckOutcome
    from readiness.model.finding import FindingRow


def fair_shares(checks: Sequence[CheckOutcome], most: int) -> dict[str, int]:
    """How many findings of each check a report of `most` findings shows; at least one of each.

    What a check with few findings leaves of its share goes to the others.
    """
    shares: dict[str, int] = {}
    # those with few findings first: only then is known what they leave
    speaking = sorted((check for check in checks if check.findings), key=lambda it: it.findings)
    for index, check in enumerate(speaking):
        fair = max(most // (len(speaking) - index), 1)
        shares[check.id] = min(check.findings, fair)
        most -= shares[check.id]
    return shares


def sampled(findings: Iterable[FindingRow], shares: Mapping[str, int]) -> Iterator[FindingRow]:
    """The first findings of each check, as many as its share, in their order."""
    left = dict(shares)
    wanted = sum(left.values())
    if not wanted:
        return
    for finding in findings:
        if left.get(finding.check, 0) > 0:
            left[finding.check] -= 1
            wanted -= 1
            yield finding
            if not wanted:  # the findings of the last check may be a million
                return
