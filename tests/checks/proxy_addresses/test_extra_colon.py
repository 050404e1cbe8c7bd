import pytest

ID = "proxy-address-extra-colon"


@pytest.mark.parametrize(
    ("value", "proposal"),
    [
        ("SMTP:user:M@contoso.com", None),
        ("SMTP:smtp:ana@contoso.com", "SMTP:ana@contoso.com"),
        ("smtp::ana@contoso.com", None),
        ("smtp:smtp:ana silva@contoso.com", None),
    ],
)
def test_a_second_colon_is_found(bench, value, proposal):
    [finding] = bench(ID).examine({"proxyAddresses": value})
    assert (finding.value, finding.proposal) == (value, proposal)


@pytest.mark.parametrize(
    "value", ["SMTP:ana@contoso.com", "X500:/o=a:b", "sip:ana@contoso.com:5061", "ana", "x:y:z"]
)
def test_one_colon_and_other_types_pass(bench, value):
    assert not bench(ID).examine({"proxyAddresses": value})
