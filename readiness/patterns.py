"""Patterns of values, and how they are put into patterns of lines of LDIF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ANYTHING = r"(?s:.*)"
"""No value of the attribute matters, only its absence."""
NOTHING = r"(?!)"
"""Every value of the attribute matters, so its presence does."""
REST = r"(?:.*)"
"""The end of a pattern that only looks at the first HEAD characters of a value."""
HEAD = 50
ANY_LINE = r":(?!<|\n )[^\n]*+"
ANY_LINES = rf"{ANY_LINE}(?:\n [^\n]*+)*+"
"""What follows the name of an attribute, whatever it is; a URL is not."""
_CLASS = re.compile(r"\\.|\[(\^?)((?:\\.|[^\]\\])++)\]", re.DOTALL)
"""An escape, or a class of characters."""
_EDGES = re.compile(r"\(\?<?!\\s\)")
_FAR = re.compile(r"\(\?[a-zA-Z-]*[sm]|\\[ADWZnrsvf]|\$|\^|\[|\n|\\[1-9]|\((?!\?)|\(\?P")
"""What in a pattern could reach beyond a line, or count the groups around it."""
_FAR_IN_CLASS = {r"\D", r"\W", r"\n", r"\r", r"\s", r"\v", r"\f", "\n"}


def is_one_line(pattern: str) -> bool:
    """Whether a pattern of a value surely looks at nothing but the line that the value is in."""
    return not _FAR.search(_EDGES.sub("", _CLASS.sub(_without_class, pattern)))


def _without_class(match: re.Match[str]) -> str:
    is_negated, characters = match.groups()
    if characters is None:
        return match[0] if match[0][1].isalnum() else "x"
    far = _FAR_IN_CLASS.intersection(re.findall(r"\\.|[^\\]", characters, re.DOTALL))
    return "x" if far == ({r"\n"} if is_negated else set()) else "["


def all_of(patterns: Iterable[str], end: str) -> str:
    """A pattern of what matches all of these; behind it there must be an `end`."""
    *others, last = dict.fromkeys(patterns)
    ahead = "".join(rf"(?=(?:{one}){end})" for one in others)
    return rf"{ahead}(?:{last})"


def short(limit: int) -> str:
    """A pattern of values in base64 that surely have no more octets than the limit."""
    half = limit * 4 // 3 // 2
    rest = rf"(?:\n [^\n]{{0,100}}+){{0,{half // 100}}}+"
    return rf"::[^\n]{{0,{half}}}+{rest}(?=\n[^ ])"


def tree(tails: Mapping[str, str]) -> str:
    """A pattern of names, each with a pattern behind it, that looks at each letter once."""
    branches: dict[str, Any] = {}
    for name, tail in tails.items():
        branch = branches
        for character in name:
            branch = branch.setdefault(character, {})
        branch[""] = tail
    return _branches(branches)


def _branches(branches: Mapping[str, Any]) -> str:
    alternatives = [
        re.escape(character) + _branches(branch) if character else branch
        for character, branch in sorted(branches.items(), reverse=True)
    ]
    return alternatives[0] if len(alternatives) == 1 else f"(?:{'|'.join(alternatives)})"
