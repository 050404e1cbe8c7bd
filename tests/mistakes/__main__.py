"""Makes all mistakes, and writes the page about them: python -m tests.mistakes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.mistakes.catalogue import MISTAKES
from tests.mistakes.mistake import outcome
from tests.mistakes.page import PAGE, page

with ThreadPoolExecutor() as pool:
    outcomes = dict(zip(MISTAKES, pool.map(outcome, MISTAKES), strict=True))
PAGE.write_text(page(outcomes), encoding="utf-8")
