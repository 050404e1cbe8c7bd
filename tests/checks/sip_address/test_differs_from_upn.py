import pytest

ID = "sip-address-differs-from-upn"
PRIMARY = "msRTCSIP-PrimaryUserAddress"
UPN = {"userPrincipalName": "ana@contoso.com"}


@pytest.mark.parametrize("attribute", [PRIMARY, "proxyAddresses"])
def test_another_sip_address_is_found(bench, attribute):
    [finding] = bench(ID).examine({**UPN, attribute: "sip:silva@contoso.com"})
    assert (finding.attribute, finding.value) == (attribute, "sip:silva@contoso.com")
    assert "“ana@contoso.com”" in finding.message


def test_the_attribute_of_skype_for_business_counts_alone(bench):
    both = {PRIMARY: "sip:silva@contoso.com", "proxyAddresses": "sip:ana@contoso.com"}
    [finding] = bench(ID).examine({**UPN, **both})
    assert finding.attribute == PRIMARY


@pytest.mark.parametrize(
    "attributes",
    [
        {PRIMARY: "sip:Ana@Contoso.com"},
        {"proxyAddresses": ["SMTP:silva@contoso.com", "SIP:ana@contoso.com"]},
        {PRIMARY: "sip:ana@contoso.com", "proxyAddresses": "sip:silva@contoso.com"},
        {"proxyAddresses": "smtp:silva@contoso.com"},
        {PRIMARY: "sip:"},
        {},
    ],
)
def test_the_same_address_and_users_without_one_pass(bench, attributes):
    assert not bench(ID).examine({**UPN, **attributes})


def test_a_missing_name_is_another_check_s_business(bench):
    assert not bench(ID).examine({PRIMARY: "sip:ana@contoso.com"})
