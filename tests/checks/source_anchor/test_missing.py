import pytest

from readiness import Kind

ID = "source-anchor-missing"
GUID = bytes(range(16))


def test_a_user_needs_one_of_both_guids(bench):
    [finding] = bench(ID).examine({})
    assert finding.attribute == "mS-DS-ConsistencyGuid"
    assert finding.message == "is missing, and so is objectGUID"
    assert not bench(ID).examine({"objectGUID": GUID})
    assert not bench(ID).examine({"ms-ds-consistencyguid": GUID})


@pytest.mark.parametrize("kind", [Kind.GROUP, Kind.CONTACT])
@pytest.mark.parametrize("planned", ["ms-DS-ConsistencyGuid", "objectGUID", "employeeID"])
def test_groups_and_contacts_need_the_object_guid(bench, kind, planned):
    check = bench(ID).with_plan(source_anchor=planned)
    assert not check.examine({"objectGUID": GUID}, kind=kind)
    [finding] = check.examine({planned: "E1"} if planned == "employeeID" else {}, kind=kind)
    assert finding.message == "is missing"


@pytest.mark.parametrize("planned", ["objectGUID", "OBJECTGUID"])
def test_a_consistency_guid_does_not_help_where_the_object_guid_is_planned(bench, planned):
    check = bench(ID).with_plan(source_anchor=planned)
    assert not check.examine({"objectGUID": GUID})
    [finding] = check.examine({})
    assert finding.message == "is missing"


def test_another_attribute_must_have_a_visible_value(bench):
    check = bench(ID).with_plan(source_anchor="employeeID")
    assert not check.examine({"employeeID": "E1"})
    for given in ({}, {"employeeID": " "}):
        [finding] = check.examine({"objectGUID": GUID, **given})
        assert finding.message == "is missing"
