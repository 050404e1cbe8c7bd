import pytest

from readiness import Skip

ID = "source-anchor-length"


@pytest.mark.parametrize(
    ("size", "message"),
    [
        (1, "has 1 octets instead of 16"),
        (15, "has 15 octets instead of 16"),
        (17, "has 17 octets instead of 16"),
        (42, "has 42 octets instead of 16"),
        (43, "has 43 octets instead of 16, too long for an anchor"),
    ],
)
def test_other_than_16_octets_are_found(bench, size, message):
    [finding] = bench(ID).examine({"mS-DS-ConsistencyGuid": b"\xfe" * size})
    assert finding.value == "fe" + " fe" * (size - 1)
    assert finding.message == message


def test_a_guid_passes(bench):
    assert not bench(ID).examine({"mS-DS-ConsistencyGuid": b"\xfe" * 16})


def test_a_guid_in_text_is_none(bench):
    [finding] = bench(ID).examine({"mS-DS-ConsistencyGuid": "f2953050-cfdc-4d5b-a667-7d6615694d51"})
    assert finding.message == "has 36 octets instead of 16"


def test_it_does_not_matter_to_another_anchor(bench):
    with pytest.raises(Skip, match="employeeID"):
        bench(ID).with_plan(source_anchor="employeeID").examine({})
