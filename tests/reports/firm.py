"""A company of 3,000 people before anybody tidied it: all on one internal suffix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.directory import block_entries
from tests.benchmarks.layout import BLOCK
from tests.benchmarks.style import Style
from tests.running import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.problems import ProblemLevel

PEOPLE = 3000
OPTIONS = (
    *("--domain=contoso.com", "--domain=contoso.de"),
    *("--initial-domain=contoso.onmicrosoft.com", "--history=history.jsonl"),
)
_ODD = 20
"""One in so many has another problem than the suffix that everybody has."""


def firm(path: Path) -> None:
    """Write the export of the company."""
    with path.open("w", encoding="utf-8") as file:
        for block in range(PEOPLE // BLOCK):
            ordinary, odd = _entries(block, "local"), _entries(block, "all")
            for number, pair in enumerate(zip(ordinary, odd, strict=True)):
                file.write(f"{pair[number % _ODD == 0]}\n")


def report_of_firm(folder: Path) -> Path:
    """The HTML report of the company, with a history of two scans."""
    firm(folder / "firm.ldif")
    report = folder / "firm.html"
    for _ in range(2):
        done = run("scan", "firm.ldif", *OPTIONS, f"--report={report}", "--quiet", cwd=folder)
        assert done.returncode == 1, done.stderr
    return report


def _entries(block: int, problems: ProblemLevel) -> list[str]:
    style = Style("ldapsearch")
    return list(block_entries(block, PEOPLE, style=style, problems=problems, seed=1))
