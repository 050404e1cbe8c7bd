"""A comparison of two reports as a page that needs neither a network nor a script."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TextIO

from readiness.model.wording import verb
from readiness.reports.comparison.comparison import NOT_ASKED_THE_SAME
from readiness.reports.html.assets import assets
from readiness.reports.html.templating import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.model.finding import FindingRow, Severity
    from readiness.reports.comparison.change import Change
    from readiness.reports.comparison.comparison import Comparison

_LISTED, _OF_ONE_CHECK = 200, 10
"""So many findings of a list have a row, and so many of one check; the JSON has them all."""


class FindingList(NamedTuple):
    """The findings that came, went, or are not known."""

    id: str
    title: str
    lead: str
    number: int
    first: list[FindingRow]


class CheckRow(NamedTuple):
    """What changed of one check."""

    check: str
    title: str
    severity: Severity
    """That of its gravest finding."""
    change: Change


class ComparisonPage(NamedTuple):
    """What the template is shown of a comparison."""

    comparison: Comparison
    sentence: str
    worse: list[str]
    warnings: list[str]
    changed: list[CheckRow]
    """The gravest checks first, of these the ones with most new findings."""
    unchanged: list[CheckRow]
    """Those of which all findings persist."""
    lists: list[FindingList]


def write_html(comparison: Comparison, file: TextIO) -> None:
    """Write the page. Whatever the two reports hold is escaped: anybody may have written them."""
    template = environment().get_template("comparison.html.j2")
    file.writelines(template.generate(page=_page_of(comparison), **assets(has_script=False)))


def _page_of(comparison: Comparison) -> ComparisonPage:
    headings = {**comparison.old.headings(), **comparison.new.headings()}
    rows = [
        # a check of a damaged report may have findings, and no heading
        CheckRow(check, headings[check].title if check in headings else check, severity, change)
        for check, change in comparison.by_check.items()
        for severity in (comparison.severities[check],)
    ]
    ranked = sorted(rows, key=lambda it: (-it.severity, -it.change.new, -it.change.fixed, it.check))
    return ComparisonPage(
        comparison,
        _sentence(comparison),
        list(comparison.worsenings()),
        list(comparison.warnings()),
        [row for row in ranked if row.change.is_any],
        [row for row in ranked if not row.change.is_any],
        list(_lists(comparison)),
    )


def _sentence(comparison: Comparison) -> str:
    """How many people are ready more, or fewer, than before, if that can be said."""
    if comparison.differences.texts:
        return NOT_ASKED_THE_SAME
    before, now = comparison.before, comparison.now
    was, ready, one, many = before.people_ready, now.people_ready, "person", "people"
    if not before.people_in_scope and not now.people_in_scope:
        was, ready, one, many = before.ready, now.ready, "object", "objects"
    word = "ready" if before.is_assessed and now.is_assessed else "without a known error"
    if ready == was:
        return f"As many {many} are {word} as before: {ready:,}."
    number, how = abs(ready - was), "more" if ready > was else "fewer"
    return f"{number:,} {how} {verb(number, f'{one} is', f'{many} are')} {word} than before."


def _lists(comparison: Comparison) -> Iterator[FindingList]:
    total = comparison.total
    for name, title, lead, number, findings in (
        (
            *("new", "New", "Only the new report has them, and the old scan looked for them."),
            *(total.new, comparison.appeared()),
        ),
        (
            *("fixed", "Fixed", "Only the old report has them, and the new scan looked for them."),
            *(total.fixed, comparison.fixed()),
        ),
        (
            *("not-checked", "Not checked again"),
            "Nobody knows: their checks or objects were not read again, or were asked otherwise.",
            total.not_checked,
            comparison.not_checked(),
        ),
        (
            *("not-checked-before", "Not checked before"),
            "Nobody knows since when: the old scan did not look for them, or was asked otherwise.",
            total.not_checked_before,
            comparison.not_checked_before(),
        ),
    ):
        if number:
            yield FindingList(name, title, lead, number, _first_of(findings))


def _first_of(findings: Iterator[FindingRow]) -> list[FindingRow]:
    """The first findings of each check, so that one with thousands hides no other."""
    first: list[FindingRow] = []
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.check] += 1
        if counts[finding.check] <= _OF_ONE_CHECK:
            first.append(finding)
        if len(first) == _LISTED:
            break
    return first
