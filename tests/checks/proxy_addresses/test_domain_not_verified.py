import pytest

from readiness import Kind, Severity, Skip

ID = "proxy-address-domain-not-verified"


@pytest.fixture
def planned(bench):
    return bench(ID).with_plan(verified_domains=("Contoso.com",))


def test_it_skips_without_verified_domains(bench):
    with pytest.raises(Skip, match="no verified domain was given"):
        bench(ID).examine({})


@pytest.mark.parametrize("domain", ["contoso.org", "notcontoso.com", "contoso.com.br"])
def test_another_domain_is_found(planned, domain):
    value = f"smtp:ana@{domain}"
    assert [one.value for one in planned.examine({"proxyAddresses": value})] == [value]


@pytest.mark.parametrize("domain", ["contoso.com", "CONTOSO.COM"])
def test_a_verified_domain_passes(planned, domain):
    assert not planned.examine({"proxyAddresses": f"smtp:ana@{domain}"})


def test_a_sub_domain_has_to_be_listed_itself(bench, planned):
    value = {"proxyAddresses": "smtp:ana@sales.contoso.com"}
    [finding] = planned.examine(value)
    assert "needs no proof since contoso.com is verified" in finding.message
    listed = bench(ID).with_plan(verified_domains=("contoso.com", "sales.contoso.com"))
    assert not listed.examine(value)


@pytest.mark.parametrize(
    "value",
    [
        "smtp:ana@contoso.local",
        "smtp:ana@contoso.onmicrosoft.com",
        "smtp:ana@contoso.mail.onmicrosoft.com",
        "smtp:ana@con toso.org",
        "sip:ana@contoso.org",
    ],
)
def test_other_checks_business_and_other_types_pass(planned, value):
    assert not planned.examine({"proxyAddresses": value})


def test_the_initial_domain_is_verified(bench):
    plan = {"verified_domains": ("contoso.com",), "initial_domain": "contoso.partner.onmschina.cn"}
    value = "smtp:ana@contoso.partner.onmschina.cn"
    assert not bench(ID).with_plan(**plan).examine({"proxyAddresses": value})


def test_a_contact_is_elsewhere(planned):
    assert Kind.CONTACT not in planned.check.kinds


def test_it_is_an_error_where_a_mailbox_has_to_move(planned):
    address = {"proxyAddresses": "smtp:ana@contoso.org"}
    [found] = planned.examine(address)
    assert found.severity is Severity.WARNING
    [found] = planned.examine({**address, "homeMDB": "CN=DB1,DC=contoso,DC=com"})
    assert found.severity is None
    assert found.message.endswith("keeps the mailbox from moving")
