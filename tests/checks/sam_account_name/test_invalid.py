import pytest

from readiness import USERS

ID = "sam-account-name-invalid"


@pytest.mark.parametrize("character", "[]\"'\\|,/:<>+=;?*")
def test_the_characters_of_both_lists_are_found(bench, character):
    [finding] = bench(ID).examine({"sAMAccountName": f"a{character}{character}b"})
    assert finding.message == f"has {character}, which Microsoft 365 does not allow"
    assert finding.proposal is None


def test_20_characters_are_allowed_and_21_are_not(bench):
    assert not bench(ID).examine({"sAMAccountName": "a" * 20})
    [finding] = bench(ID).examine({"sAMAccountName": "a" * 21})
    assert finding.message == "has 21 characters, where 20 are allowed"


def test_both_flaws_are_one_finding(bench):
    [finding] = bench(ID).examine({"sAMAccountName": "o'neil" + "l" * 20})
    assert "26 characters" in finding.message
    assert ", which" in finding.message


@pytest.mark.parametrize(
    "name", ["ana", "ana.silva", "a-b_c!d#e$f", "ana silva", "jos\u00e9", "a@b"]
)
def test_other_characters_are_allowed(bench, name):
    assert not bench(ID).examine({"sAMAccountName": name})


def test_groups_may_have_longer_names(bench):
    assert bench(ID).check.kinds == USERS
