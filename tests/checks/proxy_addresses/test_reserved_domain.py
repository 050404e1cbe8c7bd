import pytest

ID = "proxy-address-reserved-domain"


@pytest.mark.parametrize(
    "domain",
    [
        "contoso.onmicrosoft.com",
        "Contoso.OnMicrosoft.com",
        "fabrikam.microsoftonline.com",
        "onmicrosoft.com",
    ],
)
def test_a_domain_of_the_cloud_is_found(bench, domain):
    assert bench(ID).examine({"proxyAddresses": f"smtp:ana@{domain}"})


@pytest.mark.parametrize(
    "value",
    [
        "smtp:ana@contoso.com",
        "smtp:ana@notonmicrosoft.com",
        "smtp:ana@onmicrosoft.com.contoso.com",
        "sip:ana@contoso.onmicrosoft.com",
    ],
)
def test_other_domains_and_types_pass(bench, value):
    assert not bench(ID).examine({"proxyAddresses": value})


def test_the_routing_domain_of_hybrid_exchange_passes(bench):
    assert not bench(ID).examine({"proxyAddresses": "smtp:ana@contoso.mail.onmicrosoft.com"})
