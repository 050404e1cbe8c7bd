import pytest

ID = "group-primary-members"


@pytest.mark.parametrize("value", ["512", "515", "1105", "5130"])
def test_another_primary_group_is_found(bench, value):
    [finding] = bench(ID).examine({"primaryGroupID": value})
    assert finding.value == value


@pytest.mark.parametrize("given", [{"primaryGroupID": "513"}, {"primaryGroupID": "514"}, {}])
def test_domain_users_and_guests_do_not_synchronise_anyway(bench, given):
    assert not bench(ID).examine(given)
