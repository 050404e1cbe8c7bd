"""The HTML report of a hundred thousand findings, by the page's own clock."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from readiness.model import Severity
from readiness.result import Reported
from tests.reports.results import found, result_of, written

if TYPE_CHECKING:
    from playwright.sync_api import Page

FINDINGS = 100_000
NAMES = [
    *("Ana", "Ben", "Cem", "Dörte", "Eve", "Farah", "Gil", "Hans", "Ines", "Jürgen", "Kai", "Lea"),
    *("Mia", "Noah", "Olga", "Petra", "Rahul", "Søren", "Tim", "Ulla", "Vera", "Wei", "Yara"),
    *("Anderson", "Bauer", "Costa", "Demir", "Evans", "Fischer", "García", "Huber", "Ivanova"),
]


def many() -> Iterator[Reported]:
    """Findings as irregular as real ones: nothing that compression could make too much of."""
    random = Random(7)  # noqa: S311 - the same findings every time
    people = []
    for number in range(FINDINGS * 3 // 5):
        given, surname = random.choice(NAMES), random.choice(NAMES)
        folder = f"OU=Team {random.randrange(40)},OU=Site {random.randrange(60)},OU=Staff"
        dn = f"CN={given} {surname} {number},{folder},DC=corp,DC=contoso,DC=com"
        guid = str(UUID(int=random.getrandbits(128)))
        people.append((dn, guid, f"{given}.{surname}{random.randrange(9999)}@contoso.local"))
    for number in range(FINDINGS):
        dn, guid, address = random.choice(people)
        yield found(
            f"check-{number % 60}",
            severity=Severity(1 + number % 60 % 3),
            dn=dn,
            guid=guid,
            value=address,
            message="has a suffix that is reserved for multicast DNS (RFC 6762)",
            proposal=address.replace("local", "com") if number % 3 else None,
            line=random.randrange(10_000_000),
        )


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("budget")
    return written(result_of(folder / "scan", many()), folder / "report.html")


@pytest.fixture
def page(report, context):
    page = context.new_page()
    page.goto(report.as_uri())
    page.locator("#shown", has_text="100,000 findings").wait_for()
    return page


def took(page: Page) -> float:
    """The milliseconds of the last update."""
    return float(page.evaluate("performance.getEntriesByName('readiness:update').at(-1).duration"))


def test_the_file_is_below_ten_megabytes(report):
    assert report.stat().st_size < 10_000_000


def test_the_first_rows_are_there_within_two_seconds(report, context):
    times = []
    for _ in range(3):  # other work on the machine is not the page's
        page = context.new_page()
        page.goto(report.as_uri())
        page.locator("#shown", has_text="100,000 findings").wait_for()
        times.append(page.evaluate("performance.getEntriesByName('readiness:rows')[0].startTime"))
        page.close()
        if times[-1] < 2000:
            break
    assert min(times) < 2000
    assert len(times) <= 3


@pytest.mark.parametrize(
    ("action", "target"),
    [
        ("fill", "input[name=q]"),
        ("check", "input[value=warning]"),
        ("select", "select[name=ou]"),
        ("click", "button[data-view=objects]"),
        ("click", "button[data-view=groups]"),
        ("click", "button[data-page=next]"),
    ],
)
def test_a_filter_takes_less_than_a_tenth_of_a_second(page, action, target):
    times = []
    for attempt in range(5):
        if action == "fill":
            page.fill(target, ("fischer", "zoë 77", "corp", "team 3/", "local")[attempt])
        elif action == "select":
            page.select_option(target, index=3 + attempt)
        elif action == "check":
            page.set_checked(target, checked=attempt % 2 == 0)
        else:
            page.click(target)
        times.append(took(page))
    assert sorted(times)[len(times) // 2] < 100


def test_sorting_takes_less_than_half_a_second(page):
    page.click("#rows [data-sort=object]")
    assert took(page) < 500
