import pytest

ID = "smart-card-required"


@pytest.mark.parametrize(
    ("control", "found"), [("262656", 1), ("328192", 1), ("262658", 0), ("512", 0), ("66048", 0)]
)
def test_the_bit_of_an_enabled_account_counts(bench, control, found):
    planned = bench(ID).with_plan(identity_model="password-hash-sync")
    assert len(planned.examine({"userAccountControl": control})) == found
