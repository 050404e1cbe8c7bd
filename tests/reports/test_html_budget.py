"""The HTML report of a hundred thousand findings: what it weighs, and what a browser makes of it.

How long that takes is for `tests.benchmarks.page` to measure.
"""

from __future__ import annotations

import pytest

from readiness.model.finding import Severity
from tests.benchmarks.page import FINDINGS, many, opened
from tests.reports.results import result_of, written


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("budget")
    return written(result_of(folder / "scan", many()), folder / "report.html")


@pytest.fixture
def page(report, context):
    return opened(context.new_page(), report)


def test_the_file_is_below_ten_megabytes(report):
    assert report.stat().st_size < 10_000_000


def test_a_browser_lays_out_one_page_of_rows(page):
    assert 0 < page.locator("#rows tbody tr").count() <= 200
    assert page.evaluate("document.querySelectorAll('*').length") < FINDINGS / 10


def test_a_search_looks_into_all_of_them(page):
    page.fill("input[name=q]", "fischer")
    expected = sum("fischer" in f"{one.dn} {one.value}".lower() for one in many())
    page.locator("#shown", has_text=f"{expected:,} of {FINDINGS:,} findings").wait_for()


def test_a_severity_filters_all_of_them(page):
    page.set_checked("input[value=warning]", checked=True)
    expected = sum(one.severity is Severity.WARNING for one in many())
    page.locator("#shown", has_text=f"{expected:,} of {FINDINGS:,} findings").wait_for()
