from uuid import UUID

import pytest

from readiness import Skip

ID = "source-anchor-preset"
ONE, TWO = (bytes([number]) * 16 for number in (1, 2))


def test_a_value_from_elsewhere_is_found(bench):
    [finding] = bench(ID).examine({"objectGUID": ONE, "mS-DS-ConsistencyGuid": TWO})
    assert finding.value == str(UUID(bytes_le=TWO))
    assert finding.message == f"is set and differs from the objectGUID “{UUID(bytes_le=ONE)}”"


def test_octets_of_another_length_show_in_hexadecimal(bench):
    [finding] = bench(ID).examine({"objectGUID": ONE, "mS-DS-ConsistencyGuid": b"\x01\xff"})
    assert finding.value == "01 ff"


def test_the_text_of_the_own_guid_makes_another_anchor(bench):
    text = str(UUID(bytes_le=ONE))
    assert len(bench(ID).examine({"objectGUID": ONE, "mS-DS-ConsistencyGuid": text})) == 1


@pytest.mark.parametrize("own", [ONE, str(UUID(bytes_le=ONE))])
def test_the_value_that_entra_connect_wrote_passes(bench, own):
    assert not bench(ID).examine({"objectGUID": own, "mS-DS-ConsistencyGuid": ONE})


def test_without_an_object_guid_nothing_can_be_said(bench):
    assert not bench(ID).examine({"mS-DS-ConsistencyGuid": ONE})


@pytest.mark.parametrize("planned", ["objectGUID", "employeeID"])
def test_it_does_not_matter_to_another_anchor(bench, planned):
    with pytest.raises(Skip, match=planned):
        bench(ID).with_plan(source_anchor=planned).examine({})
