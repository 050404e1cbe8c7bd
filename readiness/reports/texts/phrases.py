"""What several reports say in the same words: of problems, of who is ready, of what did not run."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from readiness.gating.verdict import Verdict
from readiness.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.checking.outcome import CheckOutcome
    from readiness.pipeline.result import Result

_MINUTES_AN_HOUR, _HOURS_MIN = 60, 2


def problems(result: Result) -> list[str]:
    """What was not read, or not to its end, and what crashed."""
    texts = list(result.trouble)
    for source in result.sources:
        texts += source.problems
        if source.unlisted:
            texts.append(f"{source.location}: {source.unlisted:,} further problems")
    return texts


def problems_title(result: Result) -> str:
    """What stands above the problems: an export that lacks something may well be read."""
    return "Not read, or not to the end" if result.assessment.gaps.unread else "Not complete"


def plain_text(text: str) -> str:
    """A sentence of an answer for where nothing can be marked: quotes for backticks."""
    return re.sub(r"`([^`]*)`", r"“\1”", text)


def was_nothing_read(result: Result) -> bool:
    """Whether the scan is incomplete from its first entry on, so that no number means anything."""
    return result.verdict is Verdict.INCOMPLETE and not result.counts.entries


def is_assessed(result: Result) -> bool:
    """Whether the numbers of ready objects are known, and not only what was found so far."""
    return result.assessment.is_settled


def ready_word(result: Result) -> str:
    """What can be said of an object in which no error was found."""
    return "ready" if is_assessed(result) else "without a known error"


def ready_label(result: Result, accepted: int, share: str = "") -> str:
    """What stands behind a number of ready objects, `accepted` of which have accepted errors."""
    label = f"{ready_word(result)}{share if is_assessed(result) else ', not assessed'}"
    return f"{label}, {accepted:,} of them with accepted errors" if accepted else label


def duration(minutes: int) -> str:
    """A rough time: minutes, and from two hours on hours."""
    hours = round(minutes / _MINUTES_AN_HOUR)
    return f"about {minutes:,} min" if hours < _HOURS_MIN else f"about {hours:,} h"


def unasked(checks: Iterable[CheckOutcome]) -> Iterator[str]:
    """What would make more checks run: "8 more checks with --domain".

    Checks that do not apply to the plan are none of these: nothing is missing.
    """
    counts = Counter(check.status_reason for check in checks if check.status == "skipped")
    if counts["not-asked"]:
        yield f"{counted(counts['not-asked'], 'more check')} with --domain"
    if counts["attribute-missing"]:
        number = counted(counts["attribute-missing"], "check")
        yield f"{number} not asked, since the export lacks attributes"
    if counts["deselected"]:
        yield f"{counted(counts['deselected'], 'check')} deselected"
