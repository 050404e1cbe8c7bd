import pytest

from readiness import Skip

ID = "source-anchor-invalid"


@pytest.fixture
def check(bench):
    return bench(ID).with_plan(source_anchor="employeeID")


@pytest.mark.parametrize("character", r"""\!#$%&*+/=?^`{}|~<>()';:,[]"@_""")
def test_a_forbidden_character_is_shown(check, character):
    [finding] = check.examine({"employeeID": f"E1{character}2"})
    assert finding.message == f"holds the forbidden {character}"


@pytest.mark.parametrize("value", ["x" * 59, "x" * 56 + "-", ("." * 19) + "xx", "E 1", "ß" * 19])
def test_fewer_than_60_characters_are_allowed(check, value):
    assert not check.examine({"employeeID": value})


@pytest.mark.parametrize("value", ["x" * 60, "x" * 57 + "-", "." * 20, "ß" * 20])
def test_each_but_a_letter_or_digit_counts_three(check, value):
    [finding] = check.examine({"employeeID": value})
    assert finding.message == "counts as 60 characters instead of fewer than 60"


def test_both_faults_are_one_finding(check):
    [finding] = check.examine({"employeeID": "x@_" + "y" * 60})
    assert finding.message == (
        "holds the forbidden @ _ and counts as 67 characters instead of fewer than 60"
    )


def test_octets_become_base64(check):
    assert not check.examine({"employeeID": b"\xff" * 42})
    assert len(check.examine({"employeeID": b"\xff" * 43})) == 1


@pytest.mark.parametrize("planned", ["ms-DS-ConsistencyGuid", "objectGUID"])
def test_a_guid_is_always_sound(bench, planned):
    with pytest.raises(Skip, match=planned):
        bench(ID).with_plan(source_anchor=planned).examine({})
