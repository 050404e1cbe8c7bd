"""A part of a report that is a table, as plain data."""

from __future__ import annotations

from typing import Any, NamedTuple

ROWS = 200
"""So many rows of a table are shown; the JSON report has them all."""


class Section(NamedTuple):
    """A table with its title and a lead of a few sentences.

    A cell is text, a number, True or False (shown as yes and no), None, or a dict: `{"part": 3,
    "of": 4}` is a bar, `{"text": "12", "find": {"check": "upn-missing"}}` leads to findings.
    """

    id: str
    title: str
    lead: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    more: int = 0
    """The number of rows that are not shown."""
