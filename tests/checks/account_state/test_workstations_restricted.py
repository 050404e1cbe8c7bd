import pytest

ID = "workstations-restricted"


@pytest.fixture
def restricted(bench):
    return bench(ID).with_plan(identity_model="pass-through")


@pytest.mark.parametrize(("value", "count"), [("PC1", "1 name,"), ("PC1,PC2", "2 names,")])
def test_a_list_of_computers_is_found(restricted, value, count):
    [finding] = restricted.examine({"userWorkstations": value, "userAccountControl": "512"})
    assert finding.value == value
    assert count in finding.message


@pytest.mark.parametrize("value", ["", " ", ","])
def test_an_empty_list_restricts_nothing(restricted, value):
    assert not restricted.examine({"userWorkstations": value})
    assert not restricted.examine({})


def test_a_disabled_account_passes(restricted):
    assert not restricted.examine({"userWorkstations": "PC1", "userAccountControl": "514"})
