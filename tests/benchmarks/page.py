"""Measures the HTML report of a hundred thousand findings in a real browser, by its own clock.

`python -m tests.benchmarks.page` writes what it took to open the report, and to change what it
shows: the median of several times, in milliseconds.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING
from uuid import UUID

from readiness.model.finding import FindingRow, Severity
from tests.benchmarks.measure import machine
from tests.reports.browser import running
from tests.reports.results import found, result_of, written

if TYPE_CHECKING:
    from playwright.sync_api import Page

FINDINGS = 100_000
NAMES = [
    *("Ana", "Ben", "Cem", "Dörte", "Eve", "Farah", "Gil", "Hans", "Ines", "Jürgen", "Kai", "Lea"),
    *("Mia", "Noah", "Olga", "Petra", "Rahul", "Søren", "Tim", "Ulla", "Vera", "Wei", "Yara"),
    *("Anderson", "Bauer", "Costa", "Demir", "Evans", "Fischer", "García", "Huber", "Ivanova"),
]
SEARCHES = ("fischer", "zoë 77", "corp", "team 3/", "local")
TIMES = len(SEARCHES)
ACTIONS: dict[str, Callable[["Page", int], object]] = {
    "search": lambda page, time: page.fill("input[name=q]", SEARCHES[time]),
    "severity": lambda page, time: page.set_checked("input[value=warning]", checked=time % 2 == 0),
    "OU": lambda page, time: page.select_option("select[name=ou]", index=3 + time),
    "objects": lambda page, _: page.click("button[data-view=objects]"),
    "groups": lambda page, _: page.click("button[data-view=groups]"),
    "next page": lambda page, _: page.click("button[data-page=next]"),
    "sort": lambda page, _: page.click("#rows [data-sort=object]"),
}
"""What people do with a report, several times in a row."""


def many() -> Iterator[FindingRow]:
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


def opened(page: "Page", report: Path) -> "Page":
    """The page of a report of so many findings, when all of them are known to it."""
    page.goto(report.as_uri())
    page.locator("#shown", has_text=f"{FINDINGS:,} findings").wait_for()
    return page


def took(page: "Page", what: str) -> float:
    """The milliseconds of the last update; or from the first octet to the first rows."""
    entry = f"performance.getEntriesByName('readiness:{what}').at(-1)"
    return float(page.evaluate(f"{entry}.duration || {entry}.startTime"))


def measured(report: Path) -> Iterator[tuple[str, float]]:
    with running() as browser:
        times = [took(opened(browser.new_page(), report), "rows") for _ in range(TIMES)]
        yield "first rows", median(times)
        for name, action in ACTIONS.items():
            page, times = opened(browser.new_page(), report), []
            for time in range(TIMES):
                action(page, time)
                times.append(took(page, "update"))
            yield name, median(times)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="readiness-bench-") as name:
        folder = Path(name)
        report = written(result_of(folder / "scan", many()), folder / "report.html")
        sys.stdout.write(f"{machine()}; {report.stat().st_size:,} octets\n")
        for what, milliseconds in measured(report):
            sys.stdout.write(f"{what:12} {milliseconds:7.0f} ms\n")


if __name__ == "__main__":
    main()
