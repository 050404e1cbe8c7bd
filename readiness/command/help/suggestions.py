"""What somebody may have meant by a name that there is not."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 3
"""More suggestions than this are a list to read, not a hint."""
_CLOSE = 0.8
"""How alike names are of which several may be meant; else only the nearest is worth a word."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that names the known names nearest to one, or else all of them."""
    known = list(known)
    return near(name, known) or (f": it may be {', '.join(known)}" if known else "")


def near(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that names the known names nearest to one; empty if none is near."""
    by_folded = {known_name.lower(): known_name for known_name in known}
    folded = name.lower()
    close = (
        get_close_matches(folded, by_folded, _MOST, _CLOSE)
        or [known_name for known_name in by_folded if known_name.startswith(folded)][:_MOST]
        or get_close_matches(folded, by_folded, 1)
    )
    return f": did you mean {_listed([by_folded[name] for name in close])}?" if close else ""


def _listed(names: list[str]) -> str:
    """Names as a sentence lists them: `a, b or c`."""
    return " or ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
