"""Makes the pictures of the report in docs/pictures, of a company that does not exist.

`python -m tests.reports.pictures` needs Chromium and pdftoppm (poppler-utils).
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.reports.browser import running
from tests.reports.firm import report_of_firm
from tests.running import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

PICTURES = ROOT / "docs" / "pictures"
PARTS = {
    "answer": "#answer",
    "plan": "#plan",
    "waves": "#waves",
    "check": "#checks",
    "explorer": "#findings",
}
"""The pictures of the screen, and what each begins with."""
_PAPER_DPI = "60"


def take(page: Page, folder: Path) -> None:
    """Write a picture of each part, and of the first sheet of paper."""
    page.evaluate("document.querySelector('#step-1 details').open = true")
    page.evaluate("document.querySelector('#checks details.check').open = true")
    for name, part in PARTS.items():
        page.evaluate(f"scrollTo(0, 0), document.querySelector({part!r}).scrollIntoView()")
        page.wait_for_timeout(200)  # until the contents say where the reader is
        page.screenshot(path=folder / f"{name}.png")
    with tempfile.TemporaryDirectory() as temporary:
        pdf = Path(temporary) / "report.pdf"
        page.pdf(path=pdf, prefer_css_page_size=True)
        options = ("-png", "-r", _PAPER_DPI, "-l", "1", "-singlefile")
        subprocess.run(["pdftoppm", *options, pdf, folder / "print"], check=True)  # noqa: S607 - as installed


def main() -> None:
    """Make them all."""
    with tempfile.TemporaryDirectory() as temporary, running() as browser:
        report = report_of_firm(Path(temporary))
        page = browser.new_context(
            viewport={"width": 1200, "height": 720}, reduced_motion="reduce"
        ).new_page()
        page.goto(report.as_uri())
        page.locator("#shown", has_text="findings").wait_for()
        take(page, PICTURES)


if __name__ == "__main__":
    main()
