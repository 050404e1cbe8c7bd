import pytest

from readiness import Kind

ID = "contact-without-proxy-addresses"


def test_mail_alone_may_not_be_enough(bench):
    [finding] = bench(ID).examine({"mail": "ana@fabrikam.com"}, kind=Kind.CONTACT)
    assert (finding.attribute, finding.value) == ("proxyAddresses", None)
    assert finding.proposal == "SMTP:ana@fabrikam.com"


@pytest.mark.parametrize(
    "given",
    [
        {"mail": "ana@fabrikam.com", "proxyAddresses": ["SMTP:ana@fabrikam.com"]},
        {"mail": "ana@fabrikam.com", "proxyAddresses": ["smtp:ana@fabrikam.com"]},
        {"mail": "ana"},
        {},
    ],
)
def test_proxy_addresses_or_no_mail_is_another_check_s_business(bench, given):
    assert not bench(ID).examine(given, kind=Kind.CONTACT)
