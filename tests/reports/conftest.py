"""Reports of results that are made by hand, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from readiness.pipeline.result import Result
from tests.reports.browser import BROWSER, running
from tests.reports.results import result_of, written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

Make = Callable[..., Result]
Open = Callable[..., "Page"]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes a result of findings."""
    return lambda findings=(), out_of_scope=(), **more: result_of(
        tmp_path / "scan", findings, out_of_scope, **more
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser with a profile of its own."""
    if BROWSER is None:
        pytest.skip("the browser “chromium” is not installed")
    pytest.importorskip("playwright", reason="playwright is not installed")
    with running() as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window that remembers nothing of the last one."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(20_000)
    yield opened
    opened.close()


@pytest.fixture
def show(context: BrowserContext, tmp_path: Path) -> Open:
    """Opens the report of a result, at an address in it, and waits for its rows."""

    def opened(result: Result, address: str = "", *, window: Any = None) -> Page:
        page = (window or context).new_page()
        page.goto(written(result, tmp_path / "report.html").as_uri() + address)
        return page

    return opened
