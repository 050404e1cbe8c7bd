import pytest

from readiness import Kind

ID = "mail-masked-by-proxy-addresses"
X500 = "X500:/o=Contoso/cn=ana"


@pytest.mark.parametrize("addresses", [X500, "sip:ana@contoso.com", [X500, "X400:c=US"]])
def test_any_address_masks_mail(bench, addresses):
    [finding] = bench(ID).examine({"mail": "ana@contoso.com", "proxyAddresses": addresses})
    assert (finding.attribute, finding.value) == ("mail", "ana@contoso.com")


@pytest.mark.parametrize(
    "given",
    [
        {"mail": "ana@contoso.com"},
        {"mail": "ana@contoso.com", "proxyAddresses": [X500, "smtp:ana@contoso.com"]},
        {"mail": "ana", "proxyAddresses": X500},
        {"proxyAddresses": X500},
    ],
)
def test_mail_alone_or_beside_a_mail_address_and_no_mail_pass(bench, given):
    assert not bench(ID).examine(given)


def test_groups_have_a_check_of_their_own(bench):
    given = {"mail": "sales@contoso.com", "proxyAddresses": X500}
    assert not bench(ID).examine(given, kind=Kind.GROUP)
