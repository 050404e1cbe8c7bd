import pytest

ID = "mail-domain-not-routable"


@pytest.mark.parametrize("domain", ["contoso.local", "CONTOSO.LAN", "contoso", "contoso.notatld"])
def test_a_domain_that_nobody_can_verify_is_found(bench, domain):
    [finding] = bench(ID).examine({"mail": f"ana@{domain} "})
    assert finding.message.startswith("has a domain that ")
    assert finding.proposal is None


@pytest.mark.parametrize("domain", ["contoso.com", "contoso.swiss", "contoso.xn--p1ai"])
def test_a_public_domain_passes(bench, domain):
    assert not bench(ID).examine({"mail": f"ana@{domain}"})


@pytest.mark.parametrize("value", ["ana", "ana@", "ana@contoso..local", "ana@mün.local", " "])
def test_what_is_no_domain_is_another_check_s_business(bench, value):
    assert not bench(ID).examine({"mail": value})


def test_the_first_verified_domain_is_proposed(bench):
    planned = bench(ID).with_plan(verified_domains=("contoso.com", "contoso.de"))
    [finding] = planned.examine({"mail": "ana@contoso.local"})
    assert finding.proposal == "ana@contoso.com"
