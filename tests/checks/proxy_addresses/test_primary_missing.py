import pytest

ID = "proxy-address-primary-missing"


@pytest.mark.parametrize("kind", ["smtp", "Smtp"])
def test_the_only_address_is_proposed(bench, kind):
    [finding] = bench(ID).examine(
        {"proxyAddresses": [f"{kind}:ana@contoso.com", "X500:/o=Contoso/cn=ana"]}
    )
    assert finding.value == f"{kind}:ana@contoso.com"
    assert finding.proposal == "SMTP:ana@contoso.com"


def test_of_several_the_one_in_mail_is_proposed(bench):
    proxies = ["smtp:ana.silva@contoso.com", "smtp:ana@contoso.com"]
    [finding] = bench(ID).examine({"proxyAddresses": proxies, "mail": "Ana@contoso.com"})
    assert finding.proposal == "SMTP:ana@contoso.com"


@pytest.mark.parametrize("mail", [{}, {"mail": "other@contoso.com"}])
def test_of_several_none_is_proposed_without_a_hint(bench, mail):
    proxies = ["smtp:ana.silva@contoso.com", "smtp:ana@contoso.com"]
    [finding] = bench(ID).examine({"proxyAddresses": proxies, **mail})
    assert (finding.value, finding.proposal) == (None, None)
    assert finding.message.startswith("holds 2 SMTP addresses")


@pytest.mark.parametrize(
    "proxies",
    [
        ["smtp:ana.silva@contoso.com", "SMTP:ana@contoso.com"],
        [" SMTP:ana@contoso.com"],
        ["X500:/o=Contoso/cn=ana", "sip:ana@contoso.com"],
        ["ana@contoso.com"],
    ],
)
def test_a_primary_address_and_no_smtp_address_at_all_pass(bench, proxies):
    assert not bench(ID).examine({"proxyAddresses": proxies})
