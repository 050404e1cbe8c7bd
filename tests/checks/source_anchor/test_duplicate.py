from uuid import UUID

import pytest

from readiness import Kind
from tests.conftest import entry

ID = "source-anchor-duplicate"
ONE, TWO, THREE = (bytes([number]) * 16 for number in (1, 2, 3))
ANA, BEN = (f"CN={name},DC=contoso,DC=com" for name in ("Ana", "Ben"))


def test_a_copied_consistency_guid_is_found_on_both(bench):
    first, second = bench(ID).compare(
        entry({"objectGUID": ONE, "mS-DS-ConsistencyGuid": THREE}, dn=ANA),
        entry({"objectGUID": TWO, "mS-DS-ConsistencyGuid": THREE}, dn=BEN),
    )
    assert (first.dn, first.related) == (ANA, (BEN,))
    assert (second.dn, second.related) == (BEN, (ANA,))
    assert first.attribute == "mS-DS-ConsistencyGuid"
    assert first.message == "is held by 2 objects"


def test_a_consistency_guid_may_not_be_the_object_guid_of_another(bench):
    found = bench(ID).compare(
        entry({"objectGUID": ONE}, dn=ANA),
        entry({"objectGUID": TWO, "mS-DS-ConsistencyGuid": ONE}, dn=BEN),
    )
    assert [finding.attribute for finding in found] == ["objectGUID", "mS-DS-ConsistencyGuid"]


def test_one_s_own_object_guid_is_the_usual_consistency_guid(bench):
    assert not bench(ID).compare(
        entry({"objectGUID": ONE, "mS-DS-ConsistencyGuid": ONE}),
        entry({"objectGUID": TWO, "mS-DS-ConsistencyGuid": TWO}),
    )


def test_a_guid_in_text_equals_its_octets(bench):
    text = str(UUID(bytes_le=bytes(range(16))))
    assert (
        len(bench(ID).compare(entry({"objectGUID": text}), entry({"objectGUID": bytes(range(16))})))
        == 2
    )


@pytest.mark.parametrize("kind", [Kind.GROUP, Kind.CONTACT])
def test_the_consistency_guid_of_a_group_or_contact_is_ignored(bench, kind):
    assert not bench(ID).compare(
        entry({"objectGUID": ONE, "mS-DS-ConsistencyGuid": THREE}, kind=kind),
        entry({"objectGUID": TWO, "mS-DS-ConsistencyGuid": THREE}),
    )


@pytest.mark.parametrize("kind", [Kind.USER, Kind.GROUP, Kind.CONTACT])
def test_one_object_in_two_sources_is_found(bench, kind):
    assert (
        len(bench(ID).compare(entry({"objectGUID": ONE}, kind=kind), entry({"objectGUID": ONE})))
        == 2
    )


def test_only_the_object_guid_counts_where_it_is_planned(bench):
    check = bench(ID).with_plan(source_anchor="objectGUID")
    assert not check.compare(
        entry({"objectGUID": ONE, "mS-DS-ConsistencyGuid": THREE}),
        entry({"objectGUID": TWO, "mS-DS-ConsistencyGuid": THREE}),
    )
    assert len(check.compare(entry({"objectGUID": ONE}), entry({"objectGUID": ONE}))) == 2


def test_an_attribute_of_one_s_own_choice_is_case_sensitive(bench):
    check = bench(ID).with_plan(source_anchor="employeeID")
    found = check.compare(*(entry({"employeeID": value}) for value in ("E1", "E1", "e1", " ", " ")))
    assert [finding.value for finding in found] == ["E1", "E1"]


def test_users_need_no_object_guid_of_their_own_where_they_have_another_anchor(bench):
    check = bench(ID).with_plan(source_anchor="employeeID")
    assert not check.compare(entry({"objectGUID": ONE}), entry({"objectGUID": ONE}))
    groups = (entry({"objectGUID": ONE}, kind=Kind.GROUP) for _ in range(2))
    assert len(check.compare(*groups)) == 2


def test_a_guid_is_shown_as_people_know_it(bench):
    anchor = {"mS-DS-ConsistencyGuid": bytes(range(16))}
    found = bench(ID).compare(
        entry({"objectGUID": ONE, **anchor}), entry({"objectGUID": TWO, **anchor})
    )
    assert {finding.value for finding in found} == {str(UUID(bytes_le=bytes(range(16))))}
