import pytest

ID = "mail-missing"


@pytest.mark.parametrize("proxies", [[], ["X500:/o=Contoso/cn=ana"], ["sip:ana@contoso.com"]])
def test_a_user_without_mail_and_smtp_address_is_found(bench, proxies):
    [finding] = bench(ID).examine({"proxyAddresses": proxies} if proxies else {})
    assert (finding.attribute, finding.value) == ("mail", None)


@pytest.mark.parametrize(
    "attributes",
    [
        {"mail": "ana@contoso.com"},
        {"proxyAddresses": ["X500:/o=Contoso/cn=ana", "SMTP:ana@contoso.com"]},
        {"proxyAddresses": " smtp:ana@contoso.com"},
    ],
)
def test_either_attribute_is_enough(bench, attributes):
    assert not bench(ID).examine(attributes)


@pytest.mark.parametrize(("control", "found"), [("512", 1), ("514", 0), ("x", 1)])
def test_a_disabled_account_waits_for_no_mail(bench, control, found):
    assert len(bench(ID).examine({"userAccountControl": control})) == found


def test_a_malformed_mail_is_another_check_s_business(bench):
    assert not bench(ID).examine({"mail": " "})
