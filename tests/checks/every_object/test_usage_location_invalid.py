import pytest

ID = "usage-location-invalid"


@pytest.mark.parametrize("value", ["DE", "US", "GB", "TW", "SS", "XK"])
def test_a_country_passes(bench, value):
    assert not bench(ID).examine({"msExchUsageLocation": value})


@pytest.mark.parametrize("value", ["de", "De", " DE"])
def test_a_country_is_two_capital_letters(bench, value):
    [finding] = bench(ID).examine({"msExchUsageLocation": value})
    assert finding.proposal == "DE"


@pytest.mark.parametrize("value", ["EU", "XX", "DEU", "Germany", "276", "D", ""])
def test_anything_else_is_no_country(bench, value):
    [finding] = bench(ID).examine({"msExchUsageLocation": value})
    assert finding.message == "is no country code of two letters (ISO 3166-1)"
    assert finding.proposal is None


@pytest.mark.parametrize(("value", "proposal"), [("UK", "GB"), ("uk", "GB"), ("EL", "GR")])
def test_what_is_meant_is_proposed(bench, value, proposal):
    [finding] = bench(ID).examine({"msExchUsageLocation": value})
    assert finding.proposal == proposal
