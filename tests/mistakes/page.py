"""Writes the page of the documentation about mistakes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tests.mistakes.catalogue import SECTIONS
from tests.mistakes.mistake import Mistake, Outcome

PAGE = Path(__file__).parents[2] / "docs" / "mistakes.md"
_LONG_NAME = re.compile(r"\w{100,}")
"""A name that is long because that is the mistake."""
_HEAD = """\
# Mistakes and faults

What people and machines get wrong, with the exit status and what is said about it. Every row is
made by a test that makes the mistake; `python -m tests.mistakes` writes this page again. Without
the mistake, `export.ldif` holds two people who are ready, and its scan ends with 0.

Status 2 is a mistake in the question, 3 an answer that is incomplete, 4 that there was nothing to
scan. Of what did not stop the scan, the message stands in the reports as a warning.
"""


def page(outcomes: Mapping[Mistake, Outcome]) -> str:
    """The page, with a table for each section."""
    parts = [_HEAD]
    for title, mistakes in SECTIONS.items():
        rows = "\n".join(row(mistake, outcomes[mistake]) for mistake in mistakes)
        parts.append(
            f"## {title}\n\n| What | Command | Status | Message |\n|---|---|---|---|\n{rows}\n"
        )
    return "\n".join(parts)


def row(mistake: Mistake, outcome: Outcome) -> str:
    """What the page says about a mistake."""
    command = _cell(_LONG_NAME.sub("…", mistake.command))
    message = _cell(_escaped(_LONG_NAME.sub("…", "; ".join(outcome.messages))))
    return f"| {mistake.what} | `{command}` | {outcome.status} | {message} |"


def _cell(text: str) -> str:
    """A text that ends no cell of a table."""
    return text.replace("|", r"\|")


def _escaped(text: str) -> str:
    """A text in which Markdown sees nothing to set."""
    for mark in ("\\", "*", "_", "<", "[", "`"):
        text = text.replace(mark, f"\\{mark}")
    return text
