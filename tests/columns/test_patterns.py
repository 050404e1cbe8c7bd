"""Which patterns of values may be put into patterns of lines."""

import re

import pytest

from readiness.columns import kernels
from readiness.columns.patterns import is_one_line, mismatches, tree, visible_text


@pytest.mark.parametrize(
    "pattern",
    [
        *("a", "[a-z$^]+", r"(?!\s)[ -~]{1,64}+(?<!\s)", r"[^\\,\n]*+", r"\S.*", r"\d{3}|x"),
        *(r"(?i:FALSE)", r"\[[\]x]", r"[^@\n]*+@.*", r"\\[^0\n]", r"(?!.{65})a"),
    ],
)
def test_a_pattern_of_one_line_is_known(pattern):
    assert is_one_line(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "[^x]*",
            "(?s:.*)",
            r"\S*\s",
            "a$",
            "(?s).+",
            r"\Aa",
            r"a\Z",
            "^a",
            r"\D+",
            r"[\W]",
            "\n",
        ),
        *(r"[\s]", "(a)", "(?P<x>a)", r"\1", r"\n", "(?m:a)", "(?is:a)", r"a\b\n", "[^a\\\\n]"),
    ],
)
def test_a_pattern_that_could_look_beyond_its_line_is_not_taken_for_one(pattern):
    assert not is_one_line(pattern)


def test_a_tree_matches_the_names_and_what_is_behind_each():
    match = re.compile(tree({"mail": ":", "mailNickname": "=", "c": "!"})).fullmatch
    assert all(map(match, ("mail:", "mailNickname=", "c!")))
    assert not any(map(match, ("mail", "mail=", "mailN:", "mailNickname:", "c:")))


LINES = ["", "a", " a", "a ", "Müller", "x" * 8, "x" * 9, "a\u00a0b", "a\tb", "ab"]


@pytest.mark.parametrize(
    "pattern", ["a.*", ".{0,2}", r"[^b]*", r"\S+\Z", visible_text(8), visible_text(2)]
)
@pytest.mark.parametrize("is_compiled", [True, False])
def test_the_lines_that_do_not_match_are_told(monkeypatch, pattern, is_compiled):
    if not is_compiled:
        monkeypatch.setattr(kernels, "strange", None)
    mismatches.cache_clear()
    text = "".join(f"{line}\n" for line in LINES)
    expected = [number for number, line in enumerate(LINES) if not re.fullmatch(pattern, line)]
    assert list(mismatches(pattern)(text)) == expected
    mismatches.cache_clear()
