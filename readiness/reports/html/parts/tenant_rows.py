"""What objects meet in a tenant that holds accounts already, and who changes hands there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.matching.outcome import FACTS, Outcome
from readiness.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readiness.pipeline.result import Result
    from readiness.tenant.forecasting.outcome_row import OutcomeRow

_ROWS = 12
_PER_OUTCOME = 3
"""So many objects are named, and so many of one outcome; the JSON report has them all."""
WORDS = {
    Outcome.NEW: ("New", "It is created."),
    Outcome.ALREADY_SYNCED: ("Already synchronised", "Its twin is there, and stays."),
    Outcome.HARD_MATCH: ("Found by its anchor", "It takes over the account."),
    Outcome.SOFT_MATCH_SMTP: ("Found by its address", "It takes over the account."),
    Outcome.SOFT_MATCH_UPN: ("Found by its name", "It takes over the account."),
    Outcome.HARD_BLOCKED_SETTING: ("Refused by a setting", "The anchor finds it, in vain."),
    Outcome.SOFT_BLOCKED_SETTING: ("Refused by a setting", "The address finds it, in vain."),
    Outcome.HARD_BLOCKED_ROLE: ("Refused for a role", "The anchor finds an administrator."),
    Outcome.SOFT_BLOCKED_ROLE: ("Refused for a role", "The address finds an administrator."),
    Outcome.HARD_BLOCKED_MAPPED: ("Belongs to another", "Another object here has the account."),
    Outcome.ANCHOR_MISMATCH: ("Another anchor", "The account there has another anchor."),
    Outcome.TYPE_MISMATCH: ("Another kind", "What has the address is of another kind."),
    Outcome.UPN_QUARANTINED: ("Name is taken", "It arrives with a name that is made up."),
    Outcome.PROXY_QUARANTINED: ("Address is taken", "It arrives without the address."),
    Outcome.AMBIGUOUS: ("Finds several", "Its addresses belong to several accounts."),
    Outcome.CONTESTED: ("Wanted by several", "Another object finds the same account."),
    Outcome.HARD_ERROR: ("Not created", "A group has its address: the export fails."),
    Outcome.DELETED_TARGET: ("In the recycle bin", "Restore its account, or purge it, first."),
    Outcome.GUEST_TARGET: ("Address of a guest", "Nobody can tell what happens."),
    Outcome.GROUP_DUPLICATE: ("A second group", "It is created beside one of its name."),
    Outcome.UNKNOWN: ("Not known", "Its own values, or the export, do not tell."),
}
"""What each outcome is called, and what it means for the object."""
_FATES = {
    "adopted": "are taken over",
    "already-synced": "are synchronised already",
    "left-alone": "are left alone",
    "conflict-partner": "hold what somebody else wants",
    "contested": "are wanted by several",
    "orphan": "were synchronised, and have no object here",
}
"""What becomes of the tenant's own objects, in the order of the page."""


class OutcomeCount(NamedTuple):
    """How many objects meet an outcome."""

    outcome: str
    title: str
    meaning: str
    objects: int
    level: str
    """The severity; empty where there is nothing to say."""
    error: str | None
    """What Microsoft calls it."""


class Meeting(NamedTuple):
    """An object that takes an account over, or is refused."""

    row: OutcomeRow
    title: str
    level: str
    before: Mapping[str, str | bool | None]
    after: Mapping[str, str | bool | None]


class TenantPart(NamedTuple):
    """The forecast, as the page shows it."""

    outcomes: list[OutcomeCount]
    meetings: list[Meeting]
    unlisted: int
    """So many objects change hands or are refused, and are not named."""
    fates: list[tuple[int, str]]
    is_complete: bool
    problems: tuple[str, ...]
    assumed: tuple[str, ...]
    sources: list[tuple[str, int]]


def tenant_part(result: Result) -> TenantPart | None:
    """The forecast; None where no export of the tenant was given."""
    forecast = result.tenant
    if forecast is None:
        return None
    found = result.counts.findings
    outcomes = [_count(outcome, number, found) for outcome, number in forecast.by_outcome.items()]
    # refusals first, then those who take something over, the most of each first
    outcomes.sort(key=lambda it: (-_RANK.get(it.level, 0), -it.objects))
    meetings = _meetings(result)
    fates = [
        (number, words)
        for fate, words in _FATES.items()
        if (number := forecast.cloud_only.get(fate))
    ]
    noteworthy = sum(it.objects for it in outcomes if it.level in _NOTEWORTHY)
    return TenantPart(
        outcomes,
        meetings,
        noteworthy - len(meetings),
        fates,
        forecast.is_complete,
        tuple(forecast.export.problems),
        tuple(forecast.export.assumed),
        [(source.location, source.objects) for source in forecast.export.sources],
    )


_NOTEWORTHY = {Severity.ERROR.label, Severity.WARNING.label}
_RANK = {severity.label: severity.value for severity in Severity}


def level_of(outcome: Outcome) -> str:
    """How grave an outcome is; empty where there is nothing to say."""
    severity = FACTS[outcome].severity
    return severity.label if severity else ""


def _count(name: str, objects: int, found: Mapping[tuple[str, Severity], int]) -> OutcomeCount:
    outcome = Outcome(name)
    # a hard match is worse where it takes a mailbox over
    graver = [severity for check, severity in found if check == f"tenant-{name}"]
    level = max(graver).label if graver else level_of(outcome)
    return OutcomeCount(name, *WORDS[outcome], objects, level, FACTS[outcome].error)


def _meetings(result: Result) -> list[Meeting]:
    """The first objects of each outcome that somebody should know of, errors first."""
    found: dict[Outcome, list[Meeting]] = {}
    for row in result.tenant_outcomes():
        outcome, level = Outcome(row.outcome), row.severity or ""
        named = found.setdefault(outcome, [])
        if level in _NOTEWORTHY and len(named) < _PER_OUTCOME:
            named.append(Meeting(row, WORDS[outcome][0], level, row.before, row.after))

    def gravest(outcome: Outcome) -> int:
        return max((_RANK[meeting.level] for meeting in found[outcome]), default=0)

    ranked = sorted(found, key=lambda outcome: (-gravest(outcome), outcome))
    return [meeting for outcome in ranked for meeting in found[outcome]][:_ROWS]
