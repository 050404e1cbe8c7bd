"""The HTML report on paper: how many pages, and what is on them."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.reports.firm import report_of_firm

if TYPE_CHECKING:
    from playwright.sync_api import Page

PDFTOTEXT = shutil.which("pdftotext")
MILLIMETRE = 96 / 25.4
PAPER = {"width": int(182 * MILLIMETRE), "height": int(266 * MILLIMETRE)}
"""A4 without its margins, as a window."""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return report_of_firm(tmp_path_factory.mktemp("firm"))


@pytest.fixture(scope="module")
def pages(report, browser):
    """The text of each page."""
    if PDFTOTEXT is None:
        pytest.skip("“pdftotext” (poppler-utils) is not installed")
    page = browser.new_page()
    page.goto(report.as_uri())
    page.locator("#shown", has_text="findings").wait_for()
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    done = subprocess.run(
        [PDFTOTEXT, "-layout", "-", "-"], input=pdf, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode().split("\f")[:-1]


@pytest.fixture
def paper(report, browser):
    """The page as it is laid out for paper."""
    window = browser.new_context(viewport=PAPER)
    page = window.new_page()
    page.goto(report.as_uri())
    page.locator("#shown", has_text="findings").wait_for()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    yield page
    window.close()


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_company_of_3000_people_is_six_to_eight_pages(pages):
    assert 6 <= len(pages) <= 8
    assert re.search(rf"\b1 ?/ ?{len(pages)}\b", pages[0])
    assert "contains personal data" in pages[-1]


def test_the_first_page_says_what_to_do(pages):
    first = words(pages[0])
    assert re.search(r"\d+ of 2,9\d\d people can be", first)
    assert re.search(r"After \d fix(es)?: 2,\d\d\d", first)
    assert "a sign-in name in contoso.com instead" in first
    assert first.count("By script") + first.count("By decision") >= 4
    assert (
        "Whoever types the long name to log on to Windows types the new one from then on." in first
    )


def test_every_part_is_there_and_no_tool(pages):
    text = words(" ".join(pages))
    for title in (
        "What to do first",
        "What becomes of each sign-in suffix",
        "Who can go when",
        "What each object will be in the cloud",
        "What happens to the accounts that are already there",
        "Source anchor and identity model",
        "By check",
        "Duplicates, as groups",
        "Left out",
        "Over the last 2 scans",
        "About this scan",
    ):
        assert title in text
    for tool in ("Save as CSV", "Theme:", "Clear filters", "Copy"):
        assert tool not in text


def test_each_check_has_its_remedy_in_whole_sentences(pages, paper):
    rows = paper.locator("table.paper tbody tr")
    assert rows.count() == paper.locator("details.check").count() > 20
    remedies = rows.locator("td:last-child").all_inner_texts()
    assert [remedy for remedy in remedies if not remedy.endswith(".")] == []
    assert "…" not in " ".join(remedies)
    assert words(remedies[0])[:40] in words(" ".join(pages))


def test_a_table_that_goes_on_has_its_titles_on_each_page(pages):
    row = re.compile(r"^ *(Error|Warning) ", re.MULTILINE)
    going_on = [text for text in pages if len(row.findall(text)) > 3]
    assert len(going_on) > 1
    for text in going_on:
        assert re.search(r"Severity +Check +Objects +What to do", text)


def test_nothing_is_cut_or_hangs_out(paper):
    assert hanging_out(paper) == []


def hanging_out(page: Page) -> list[str]:
    """The texts that end beside the paper, or are clipped by what they are in."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main :is(p, h1, h2, h3, td, th, li, dd, dt, pre)")]
            .filter((node) => node.checkVisibility() && !node.closest(".unseen"))
            .filter((node) => {
                const { right } = node.getBoundingClientRect();
                return right > innerWidth + 1 || node.scrollWidth > node.clientWidth + 1
                    && getComputedStyle(node).overflowX !== "visible";
            })
            .map((node) => node.textContent)"""
    )
    return found
