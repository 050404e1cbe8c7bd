import pytest

from readiness import Skip

ID = "attribute-truncated"


@pytest.mark.parametrize("attribute", ["description", "info", "postOfficeBox", "url"])
def test_the_first_448_characters_arrive(bench, attribute):
    assert not bench(ID).examine({attribute: "x" * 448})
    assert not bench(ID).examine({attribute: f" {'x' * 448} "})
    [finding] = bench(ID).examine({attribute: "x" * 449})
    assert finding.message == "has 449 characters, of which the first 448 arrive"


@pytest.mark.parametrize("attribute", ["description", "postOfficeBox", "url"])
def test_one_of_several_values_arrives(bench, attribute):
    [finding] = bench(ID).examine({attribute: ["one", "two"]})
    assert finding.value is None
    assert finding.message == "has 2 values, of which one arrives"


def test_cloud_sync_has_its_own_ways(bench):
    with pytest.raises(Skip):
        bench(ID).with_plan(sync_tool="cloud-sync").examine({})
