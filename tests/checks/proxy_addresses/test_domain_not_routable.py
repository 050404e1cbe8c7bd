import pytest

ID = "proxy-address-domain-not-routable"


@pytest.mark.parametrize(
    "value",
    ["smtp:ana@contoso.local", "SMTP:ana@CONTOSO.LAN ", "smtp:ana@contoso", "Smtp:a@b.notatld"],
)
def test_a_domain_that_nobody_can_verify_is_found(bench, value):
    [finding] = bench(ID).examine({"proxyAddresses": ["SMTP:ana@contoso.com", value]})
    assert finding.value == value
    assert finding.message.startswith("has a domain that ")


@pytest.mark.parametrize(
    "value",
    [
        "smtp:ana@contoso.swiss",
        "smtp:ana@contoso.travelersinsurance",
        "smtp:ana@contoso.edu.au",
        "smtp:ana@xn--mnchen-3ya.xn--p1ai",
        "sip:ana@contoso.local",
        "X500:/o=contoso/cn=ana@contoso.local",
        "ana@contoso.local",
    ],
)
def test_public_domains_and_other_types_pass(bench, value):
    assert not bench(ID).examine({"proxyAddresses": value})


@pytest.mark.parametrize(
    "value", ["smtp:ana", "smtp:ana@", "smtp:ana@contoso..local", "smtp:ana@contoso.c om"]
)
def test_what_is_no_domain_is_another_check_s_business(bench, value):
    assert not bench(ID).examine({"proxyAddresses": value})
