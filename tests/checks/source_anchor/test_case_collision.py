import pytest

from readiness import Skip
from tests.conftest import entry

ID = "source-anchor-case-collision"


@pytest.fixture
def check(bench):
    return bench(ID).with_plan(source_anchor="employeeID")


def test_two_spellings_of_one_anchor_meet(check):
    first, second = check.compare(
        entry({"employeeID": "E1a"}, dn="CN=Ana,DC=contoso,DC=com"),
        entry({"employeeID": "e1A"}, dn="CN=Ben,DC=contoso,DC=com"),
    )
    assert first.value == "E1a"
    assert first.message == "differs only in case from “e1A”"
    assert first.related == ("CN=Ben,DC=contoso,DC=com",)
    assert second.related == ("CN=Ana,DC=contoso,DC=com",)


@pytest.mark.parametrize("values", [("E1", "E1"), ("E1", "E2"), (" ", " ")])
def test_equal_and_different_anchors_are_another_check_s_business(check, values):
    assert not check.compare(*(entry({"employeeID": value}) for value in values))


def test_a_guid_has_no_case(bench):
    with pytest.raises(Skip, match="ms-DS-ConsistencyGuid"):
        bench(ID).compare()
