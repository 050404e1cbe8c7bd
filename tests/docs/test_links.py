"""Every link of the repository leads to a file that is there, or to a public page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from tests.docs.markdown import anchors, links, pages
from tests.running import ROOT

MADE_UP = re.compile(r"\b(OWNER|example\.(com|org)|localhost|contoso)\b|TODO", re.IGNORECASE)
LANGUAGE = re.compile(r"//learn\.microsoft\.com/[a-z]{2}-[a-z]{2}/")


@pytest.mark.parametrize("page", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_leads_to_what_is_there(page):
    for link in links(page):
        parts = urlsplit(link.address)
        if parts.scheme:
            assert parts.scheme == "https", link.address
            assert "." in parts.netloc, link.address
            assert not MADE_UP.search(link.address), link.address
            # the reader's own language is chosen by the page
            assert not LANGUAGE.search(link.address), link.address
            continue
        target, anchor = link.target
        assert target.is_relative_to(ROOT), link.address
        assert target.exists(), f"{page}: {link.address}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{page}: {link.address}"


def test_every_page_of_the_documentation_is_led_to():
    led_to = {link.target[0] for page in pages() for link in links(page)}
    orphans = {page for page in (ROOT / "docs").rglob("*.md") if page not in led_to}
    assert orphans == {ROOT / "docs" / "decisions" / "README.md"} & orphans
