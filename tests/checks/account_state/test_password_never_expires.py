import pytest

ID = "password-never-expires"


@pytest.mark.parametrize(
    ("control", "found"), [("66048", 1), ("66050", 0), ("512", 0), ("544", 0), ("none", 0)]
)
def test_the_bit_of_an_enabled_account_counts(bench, control, found):
    assert len(bench(ID).examine({"userAccountControl": control})) == found


def test_an_account_without_the_attribute_passes(bench):
    assert not bench(ID).examine({})
