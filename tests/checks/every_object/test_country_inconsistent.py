import pytest

ID = "country-inconsistent"


def test_two_countries_contradict_each_other(bench):
    [finding] = bench(ID).examine({"c": "DE", "countryCode": "840"})
    assert (finding.attribute, finding.value) == ("countryCode", "840")
    assert finding.message == "contradicts the c “DE”, whose number is 276"
    assert finding.proposal is None


@pytest.mark.parametrize(
    "given",
    [
        {"c": "DE", "countryCode": "276"},
        {"c": "de", "countryCode": "276"},
        {"c": "AF", "countryCode": "4"},
        {"c": "AF", "countryCode": "004"},
        {"c": "DE", "countryCode": "0"},
        {"c": "DE"},
        {"countryCode": "276"},
        {"c": "XK", "countryCode": "276"},
        {"c": "DE", "countryCode": "Germany"},
        {},
    ],
)
def test_what_agrees_or_is_missing_passes(bench, given):
    assert not bench(ID).examine(given)
