"""Which patterns of values may be put into patterns of lines."""

import re

import pytest

from readiness.patterns import all_of, is_one_line, short, tree


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


def test_all_of_several_patterns_must_match():
    match = re.compile(all_of(["a.*", ".{2,3}", "a.*"], r"\Z")).fullmatch
    assert [bool(match(one)) for one in ("ab", "abc", "a", "abcd", "bc")] == [1, 1, 0, 0, 0]


def test_a_tree_matches_the_names_and_what_is_behind_each():
    match = re.compile(tree({"mail": ":", "mailNickname": "=", "c": "!"})).fullmatch
    assert all(map(match, ("mail:", "mailNickname=", "c!")))
    assert not any(map(match, ("mail", "mail=", "mailN:", "mailNickname:", "c:")))


@pytest.mark.parametrize("limit", [30, 3000, 102_400])
@pytest.mark.parametrize("width", [40, 76, None])
def test_a_short_value_has_surely_no_more_octets(limit, width):
    match = re.compile(short(limit) + "\n").match
    for octets in (0, 1, limit // 4, limit - 2, limit, limit + 1, limit + 3, 2 * limit, 9 * limit):
        coded = "A" * (-(-octets // 3) * 4)
        step = width or len(coded) + 1
        lines = "\n ".join(coded[at : at + step] for at in range(0, len(coded), step))
        if match(f":: {lines}\n\n"):
            assert octets <= limit
