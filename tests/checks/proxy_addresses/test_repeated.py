import pytest

ID = "proxy-address-repeated"


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("SMTP:ana@contoso.com", "smtp:Ana@contoso.com"),
        ("smtp:ana@contoso.com", "smtp:ana@contoso.com "),
        ("X500:/o=Contoso/cn=ana", "x500:/O=Contoso/cn=Ana"),
    ],
)
def test_values_that_differ_only_in_case_or_outer_blanks_are_found(bench, first, again):
    [finding] = bench(ID).examine({"proxyAddresses": [first, "smtp:a@contoso.com", again]})
    assert finding.value == again
    assert f"“{first}”" in finding.message


def test_each_repetition_is_a_finding(bench):
    assert len(bench(ID).examine({"proxyAddresses": ["smtp:a@b.de"] * 3})) == 2


def test_different_addresses_and_types_pass(bench):
    proxies = ["SMTP:ana@contoso.com", "sip:ana@contoso.com", "smtp:ana@contoso.de"]
    assert not bench(ID).examine({"proxyAddresses": proxies})
