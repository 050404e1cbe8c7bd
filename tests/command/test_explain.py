"""readiness explain knows its own ids, Microsoft's names of errors and the words of IdFix."""

import re
from pathlib import Path

import pytest

from readiness.checking.documentation import doc_of
from readiness.checking.registry import built_in, by_id
from tests.running import run

CHECKS = by_id(built_in())
GUIDE = Path(__file__).parents[2] / "docs" / "coming-from-idfix.md"


def listed(name):
    """The checks that are told behind a name."""
    done = run("explain", name)
    assert done.returncode == 0, done.stderr
    return set(re.findall(r"^  ([a-z-]+) ", done.stdout, re.MULTILINE))


@pytest.mark.parametrize("name", ["upn-missing", "UPN-Missing"])
def test_an_id_is_known_in_any_case(name):
    assert run("explain", name).stdout.startswith("upn-missing (")


@pytest.mark.parametrize("name", ["ObjectTypeMismatch", "objecttypemismatch"])
def test_an_error_of_entra_id_leads_to_the_checks_that_prevent_it(name):
    assert listed(name) >= {"address-duplicate", "upn-taken-as-address"}


def test_the_name_of_an_error_is_known_with_blanks_and_without():
    assert listed("ExistingAdminRoleConflict") == listed("existing admin role conflict")


@pytest.mark.parametrize("name", ["topleveldomain", "TopLevelDomain"])
def test_a_word_of_idfix_leads_to_the_checks_that_took_its_place(name):
    assert listed(name) == {
        "mail-domain-not-routable",
        "proxy-address-domain-not-routable",
        "upn-suffix-not-routable",
    }


def test_the_guide_for_users_of_idfix_says_what_the_checks_say():
    told = set()
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        words, *_, checks = [cell.strip() for cell in line.split("|")[1:-1]] or [""] * 3
        for check in re.findall(r"`([a-z-]+)`", checks):
            told |= {(word, check) for word in words.split(", ") if check in CHECKS}
    assert told == {(word, name) for name, check in CHECKS.items() for word in doc_of(check).idfix}


def test_what_nobody_ever_said_is_refused():
    done = run("explain", "Frobnicated")
    assert (done.returncode, done.stdout) == (2, "")
