import pytest

from readiness import Scope

ID = "sam-account-name-missing"


def test_an_absent_name_is_found(bench):
    [finding] = bench(ID).examine({})
    assert (finding.attribute, finding.value) == ("sAMAccountName", None)
    assert finding.message == "is missing"


@pytest.mark.parametrize("name", ["", " "])
def test_white_space_is_blank(bench, name):
    assert bench(ID).examine({"sAMAccountName": name})[0].message == "is blank"


def test_it_speaks_of_the_objects_that_it_makes_stay_out(bench):
    assert bench(ID).check.scope is not Scope.IN
    assert bench(ID).examine({}, out_of_scope="sam-account-name-missing")


@pytest.mark.parametrize("reason", ["excluded-ou", "critical-system-object", "conflict-object"])
def test_who_stays_out_for_another_reason_is_not_missed(bench, reason):
    assert not bench(ID).examine({}, out_of_scope=reason)


def test_a_name_is_a_name(bench):
    assert not bench(ID).examine({"sAMAccountName": "ana"})
