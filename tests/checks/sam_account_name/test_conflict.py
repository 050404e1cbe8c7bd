import pytest

from readiness import Kind

ID = "sam-account-name-conflict"


@pytest.mark.parametrize("kind", [Kind.USER, Kind.INETORGPERSON, Kind.GROUP])
@pytest.mark.parametrize("value", ["$DUPLICATE-45a", "$Duplicate-1f2e"])
def test_a_name_of_active_directory_s_own_is_found(bench, kind, value):
    [finding] = bench(ID).examine({"sAMAccountName": value}, kind=kind)
    assert (finding.value, finding.proposal) == (value, None)


@pytest.mark.parametrize("value", ["ana", "DUPLICATE-ana", "ana$DUPLICATE-1", "$ana"])
def test_a_name_of_a_person_passes(bench, value):
    assert not bench(ID).examine({"sAMAccountName": value})
