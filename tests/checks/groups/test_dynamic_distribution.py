import pytest

from readiness import Kind

ID = "group-dynamic-distribution"
OUT_OF_SCOPE = {"kind": Kind.OTHER, "out_of_scope": "not-synchronised-kind"}


@pytest.mark.parametrize("name", ["msExchDynamicDistributionList", "MSEXCHDYNAMICDISTRIBUTIONLIST"])
def test_a_dynamic_distribution_group_is_found(bench, name):
    [finding] = bench(ID).examine({"objectClass": ["top", name]}, **OUT_OF_SCOPE)
    assert finding.value is None


@pytest.mark.parametrize(
    "name", ["organizationalUnit", "publicFolder", "msExchDynamicDistributionList2"]
)
def test_any_other_object_passes(bench, name):
    assert not bench(ID).examine({"objectClass": ["top", name]}, **OUT_OF_SCOPE)
