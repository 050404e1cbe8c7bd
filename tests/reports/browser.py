"""A real browser that opens reports."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BROWSER = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def running() -> Iterator[Browser]:
    """A browser with a profile of its own.

    Raises:
        ImportError: playwright is not installed.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - where it is installed

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        yield browser
        browser.close()


def violations(page: Page) -> list[Any]:
    """What axe-core finds that some people cannot read or reach."""
    package = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    page.evaluate((Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    outcome = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [(one["id"], one["nodes"]) for one in outcome["violations"]]
