import pytest

from readiness import Severity, Skip

ID = "match-attribute-missing"


@pytest.mark.parametrize("how", ["mail", "employeeID"])
def test_a_user_without_a_value_is_found(bench, how):
    [finding] = bench(ID).with_plan(match_users=how).examine({"userAccountControl": "512"})
    assert (finding.attribute, finding.severity) == (how, None)
    assert finding.message == "is missing, and users are matched by it"
    assert not bench(ID).with_plan(match_users=how).examine({how: "1105"})


@pytest.mark.parametrize("value", ["", " "])
def test_a_value_that_shows_nothing_is_none(bench, value):
    assert bench(ID).with_plan(match_users="employeeID").examine({"employeeID": value})


def test_of_a_disabled_account_it_is_worth_knowing_only(bench):
    planned = bench(ID).with_plan(match_users="mail")
    [finding] = planned.examine({"userAccountControl": "514"})
    assert finding.severity is Severity.INFO


@pytest.mark.parametrize("how", ["once", "sid", "sam"])
def test_a_plan_that_compares_no_such_attribute_asks_for_none(bench, how):
    with pytest.raises(Skip):
        bench(ID).with_plan(match_users=how).examine({})
