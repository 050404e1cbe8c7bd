"""What somebody may have meant by a name that there is not."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 3
"""More suggestions than this are a list to read, not a hint."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that names the known names nearest to one, or else all of them."""
    known = list(known)
    return near(name, known) or (f": it may be {', '.join(known)}" if known else "")


def near(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that names the known names nearest to one; empty if none is near."""
    by_folded = {one.lower(): one for one in known}
    folded = name.lower()
    close = [by_folded[one] for one in get_close_matches(folded, by_folded, _MOST)]
    return f": did you mean {listed(close)}?" if close else ""


def listed(names: list[str]) -> str:
    """Names as a sentence lists them: `a, b or c`."""
    return " or ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
