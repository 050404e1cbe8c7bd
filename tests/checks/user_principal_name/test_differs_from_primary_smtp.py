import pytest

ID = "upn-differs-from-primary-smtp"


@pytest.mark.parametrize(
    "addresses",
    [
        {"proxyAddresses": ["smtp:asilva@contoso.com", "SMTP:ana@contoso.com"]},
        {"proxyAddresses": [" SMTP:ana@contoso.com "], "mail": "asilva@contoso.com"},
        {"mail": "ana@contoso.com"},
    ],
)
def test_another_name_than_the_address_is_found(bench, addresses):
    [finding] = bench(ID).examine({"userPrincipalName": "asilva@contoso.com"} | addresses)
    assert finding.message == "is not the primary mail address “ana@contoso.com”"
    assert finding.proposal == "ana@contoso.com"


@pytest.mark.parametrize(
    "addresses",
    [
        {"proxyAddresses": ["SMTP:ANA@contoso.com"], "mail": "other@contoso.com"},
        {"proxyAddresses": ["SMTP:first@contoso.com", "SMTP:ana@contoso.com"]},
        {"proxyAddresses": ["smtp:other@contoso.com", "sip:other@contoso.com"]},
        {"proxyAddresses": ["SMTP:"]},
        {"mail": "Ana@Contoso.com"},
        {"mail": " "},
        {},
    ],
)
def test_the_same_or_no_address_passes(bench, addresses):
    assert not bench(ID).examine({"userPrincipalName": "ana@contoso.com"} | addresses)


@pytest.mark.parametrize(
    "name", ["ana@contoso.local", "ana@fabrikam.com", "a na@contoso.com", "ana", ""]
)
def test_a_name_with_an_error_of_its_own_is_left_alone(bench, name):
    planned = bench(ID).with_plan(verified_domains=("contoso.com",))
    assert not planned.examine({"userPrincipalName": name, "mail": "other@contoso.com"})


def test_of_two_primary_addresses_none_is_proposed(bench):
    both = ["SMTP:a@contoso.com", "SMTP:b@contoso.com"]
    found = bench(ID).examine({"userPrincipalName": "ana@contoso.com", "proxyAddresses": both})
    assert found[0].proposal is None
