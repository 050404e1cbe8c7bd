import pytest

from tests.conftest import entry

ID = "sip-address-duplicate"
PRIMARY = "msRTCSIP-PrimaryUserAddress"


@pytest.mark.parametrize(
    "other",
    [
        {"proxyAddresses": ["SMTP:ben@contoso.com", "SIP:Ana@contoso.com"]},
        {PRIMARY: "sip:ana@contoso.com"},
    ],
)
def test_the_same_sip_address_in_either_attribute_is_found_on_both(bench, other):
    mine = entry({"proxyAddresses": "sip:ana@contoso.com"})
    assert len(bench(ID).compare(mine, entry(other))) == 2


def test_both_attributes_of_one_object_may_hold_it(bench):
    both = {"proxyAddresses": "sip:ana@contoso.com", PRIMARY: "sip:ana@contoso.com"}
    assert not bench(ID).compare(entry(both), entry({PRIMARY: "sip:ben@contoso.com"}))


def test_mail_addresses_are_another_check_s_business(bench):
    mail = {"proxyAddresses": "smtp:ana@contoso.com"}
    assert not bench(ID).compare(entry(mail), entry({PRIMARY: "sip:ana@contoso.com"}), entry(mail))
