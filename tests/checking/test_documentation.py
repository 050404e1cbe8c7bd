"""The docstring of a check is its whole text."""

import pytest

from readiness import Check
from readiness.checking.documentation import doc_of
from readiness.checking.registry import built_in, by_id

CHECKS = by_id(built_in())


class Complete(Check):
    """The user has no name.

    It does not arrive,
    and nobody sees it.

    A second paragraph.

    Fix: give the user a name
    in the console.
    Fix: or remove the user.
    See: https://learn.microsoft.com/one
    https://learn.microsoft.com/two
    Prevents: InvalidSoftMatch, ObjectTypeMismatch
    """

    id = "complete"


class WithProgram(Check):
    """The value is too long.

    Fix: run this:

        Get-ADUser ana |
          Set-ADUser -Clear mail

    and be done.
    """

    id = "with-program"


class TitleOnly(Check):
    """Nothing but a title"""

    id = "title-only"


class Silent(Check):
    id = "silent"


def test_the_first_line_is_the_title():
    assert doc_of(Complete).title == "The user has no name."


def test_paragraphs_lose_their_line_breaks():
    assert doc_of(Complete).text == "It does not arrive, and nobody sees it.\n\nA second paragraph."


def test_there_may_be_several_fixes():
    assert doc_of(Complete).fix == "give the user a name in the console.\n\nor remove the user."


def test_every_address_is_a_page():
    see = doc_of(Complete).see
    assert see == ("https://learn.microsoft.com/one", "https://learn.microsoft.com/two")


def test_the_errors_that_it_prevents_are_named():
    assert doc_of(Complete).prevents == ("InvalidSoftMatch", "ObjectTypeMismatch")


def test_a_program_keeps_its_lines():
    assert "    Get-ADUser ana |\n      Set-ADUser -Clear mail" in doc_of(WithProgram).fix


def test_a_title_is_enough():
    doc = doc_of(TitleOnly)
    assert (doc.title, doc.text, doc.fix, doc.see) == ("Nothing but a title", "", "", ())


def test_a_check_without_a_text_of_its_own_is_told_apart_by_that_of_its_parent():
    assert doc_of(Silent).title


@pytest.mark.parametrize("check", CHECKS)
def test_every_built_in_check_says_what_is_wrong_and_how_to_fix_it(check):
    doc = doc_of(CHECKS[check])
    assert doc.title.endswith(".")
    assert doc.text
    assert doc.fix
    assert doc.see
    assert all(url.startswith("https://") for url in doc.see)
