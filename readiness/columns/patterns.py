"""Patterns of values, matched against all lines of a column at once.

A regular expression is called once for a block instead of once for a value: the call costs as much
as the match of a short value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from readiness.columns import kernels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Mismatches = Callable[[str], "Iterable[int]"]
"""Tells the indexes of the lines of a text, each with a line feed behind it, that do not match."""
_LETTERS = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0386-\u03ff\u0400-\u0481\u048a-\u052f"
"""Those of Latin, Greek and Cyrillic beyond ASCII: none of them hides. As in `lines.c`."""
_BEGINNING, _END = rf"(?!\s)[ -~{_LETTERS}]", r"(?<!\s)"
_VISIBLE_TEXT = re.compile(rf"{re.escape(_BEGINNING)}\{{1,(\d+)\}}\+{re.escape(_END)}").fullmatch
"""Recognises a pattern that `visible_text` made, for which there is a compiled loop."""

_CLASS = re.compile(r"\\.|\[(\^?)((?:\\.|[^\]\\])++)\]", re.DOTALL)
"""An escape, or a class of characters."""
_EDGES = re.compile(r"\(\?<?!\\s\)")
"""No blank ahead, or behind: at the edge of a line that is the line feed, which is one."""
_FAR = re.compile(r"\(\?[a-zA-Z-]*[sm]|\\[ADWZnrsvf]|\$|\^|\[|\n|\\[1-9]|\((?!\?)|\(\?P")
"""What in a pattern could reach beyond a line, or count the groups around it."""
_FAR_IN_CLASS = {r"\D", r"\W", r"\n", r"\r", r"\s", r"\v", r"\f", "\n"}


def is_one_line(pattern: str) -> bool:
    """Whether a pattern of a value surely looks at nothing but the line that the value is in."""
    return not _FAR.search(_EDGES.sub("", _CLASS.sub(_without_class, pattern)))


def _without_class(match: re.Match[str]) -> str:
    """A character in place of a class that stays within a line; of others a bracket, for _FAR."""
    is_negated, characters = match.groups()
    if characters is None:
        return match[0] if match[0][1].isalnum() else "x"
    far = _FAR_IN_CLASS.intersection(re.findall(r"\\.|[^\\]", characters, re.DOTALL))
    return "x" if far == ({r"\n"} if is_negated else set()) else "["


def visible_text(longest: int) -> str:
    """The pattern of texts that hide nothing and have so many characters at most.

    They have visible ASCII, letters of Latin, Greek and Cyrillic, and blanks, but not at an end.
    """
    # possessive: a text that is too long is not tried again with one character less
    return rf"{_BEGINNING}{{1,{longest}}}+{_END}"


@lru_cache(maxsize=1024)
def mismatches(pattern: str) -> Mismatches:
    """What tells which lines a pattern of a value does not match in full."""
    if kernels.strange and (text := _VISIBLE_TEXT(pattern)):
        return partial(_strange, kernels.strange, int(text[1]))
    if is_one_line(pattern):
        # possessive: a run of lines that match is never given back line by line
        return partial(_not_run_through, re.compile(rf"(?:(?:{pattern})\n)*+"))
    return partial(_not_matching, re.compile(pattern))


@lru_cache(maxsize=16)
def address_mismatches(pattern: str, *, are_typed: bool) -> Mismatches:
    """The same of a pattern that matches every usual address, with or without a type in front.

    Usual are those of letters, digits and `-_'`, with dots between them, as `addresses.c` says; a
    compiled loop passes over them, and the pattern is asked about the others.
    """
    if kernels.unusual is None:
        return mismatches(pattern)
    return partial(_unusual, kernels.unusual, are_typed, re.compile(pattern))


def _unusual(
    unusual: Callable[[str, bool], dict[int, str]],
    are_typed: bool,  # noqa: FBT001 - only handed on
    pattern: re.Pattern[str],
    lines: str,
) -> Iterator[int]:
    for number, line in unusual(lines, are_typed).items():
        if not pattern.fullmatch(line):
            yield number


def _strange(strange: Callable[[str, int], list[int]], longest: int, lines: str) -> list[int]:
    return strange(lines, longest)


def _not_run_through(run: re.Pattern[str], lines: str) -> Iterator[int]:
    """The lines at which a pattern of any number of lines stops."""
    number, counted, at = 0, 0, 0
    # each round ends at a line that does not match; in a healthy column there is but one
    while (match := run.match(lines, at)) and match.end() < len(lines):
        number += lines.count("\n", counted, match.end())
        counted = match.end()
        yield number
        at = lines.index("\n", counted) + 1


def _not_matching(pattern: re.Pattern[str], lines: str) -> Iterator[int]:
    """The lines that a pattern does not match, which may look at more than one of them."""
    for number, line in enumerate(lines.split("\n")[:-1]):
        if not pattern.fullmatch(line):
            yield number


def tree(tails: Mapping[str, str]) -> str:
    """A pattern of names, each with a pattern behind it, that looks at each letter once."""
    branches: dict[str, Any] = {}
    # alternatives that begin alike would be tried one after the other, for every value
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
