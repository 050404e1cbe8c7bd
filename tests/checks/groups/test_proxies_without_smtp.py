import pytest

from readiness import Kind

ID = "group-proxies-without-smtp"
OLD = ["X500:/o=Contoso/cn=Sales", "X400:C=US;A= ;P=Contoso;S=Sales;"]


def test_old_addresses_do_not_make_a_group_mail_enabled(bench):
    [finding] = bench(ID).examine({"proxyAddresses": OLD}, kind=Kind.GROUP)
    assert finding.proposal is None


def test_mail_is_proposed(bench):
    given = {"proxyAddresses": OLD, "mail": "sales@contoso.com"}
    [finding] = bench(ID).examine(given, kind=Kind.GROUP)
    assert finding.proposal == "SMTP:sales@contoso.com"


@pytest.mark.parametrize("address", ["SMTP:sales@contoso.com", "smtp:sales@contoso.com"])
def test_any_mail_address_will_do(bench, address):
    assert not bench(ID).examine({"proxyAddresses": [*OLD, address]}, kind=Kind.GROUP)


def test_a_group_without_proxy_addresses_passes(bench):
    assert not bench(ID).examine({"mail": "sales@contoso.com"}, kind=Kind.GROUP)
