import pytest

from readiness import Skip

ID = "upn-suffix-undeclared"
FOREST = {"declared_suffixes": ("corp.contoso.com", "Contoso.com")}


@pytest.mark.parametrize("suffix", ["contoso.de", "emea.contoso.com", "contoso.local"])
def test_a_suffix_that_the_forest_does_not_know_is_found(bench, suffix):
    [finding] = bench(ID).with_plan(**FOREST).examine({"userPrincipalName": f"ana@{suffix}"})
    assert finding.message == "has a suffix that the forest does not declare"
    assert finding.proposal is None


@pytest.mark.parametrize("name", ["ana@CORP.contoso.com", "ana@contoso.com", "ana", "ana@", ""])
def test_declared_suffixes_pass(bench, name):
    assert not bench(ID).with_plan(**FOREST).examine({"userPrincipalName": name})


def test_a_file_does_not_tell(bench):
    with pytest.raises(Skip, match="the source does not tell"):
        bench(ID).examine({})
