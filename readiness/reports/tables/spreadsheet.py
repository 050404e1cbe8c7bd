"""Cells of a table that a spreadsheet opens: nothing in them hides, and none is a formula."""

from __future__ import annotations

import re

from readiness.reports.escaping import shown

# also in full width; tabs and line ends show as escapes by then
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = re.compile(r"[\s']*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet would run. Apostrophes before it count as the guard of another table, so that
`bare` is sure to take away just the one that `cell` has put there."""
_NUMBER = re.compile(r"[\s']*\d[\d\s.,:/eE+-]*")
"""What a spreadsheet takes for a number or a date, and writes differently."""


def cell(text: str, *, keeps_numbers: bool = True) -> str:
    """A text that a spreadsheet takes for a text; only the lines of a list stay apart.

    A table that is read back must not leave numbers as they are: `0007` would come back as 7.
    """
    safe = "\n".join(map(shown, text.split("\n"))) if "\n" in text else shown(text)
    is_changed = _FORMULA.match(safe) or (not keeps_numbers and _NUMBER.fullmatch(safe))
    return f"'{safe}" if is_changed else safe


def bare(written: str) -> str:
    """What a cell says, without the apostrophe that guards it."""
    inner = written.removeprefix("'")
    is_guarded = _FORMULA.match(inner) or _NUMBER.fullmatch(inner)
    return inner if is_guarded else written
