import pytest

from readiness import Skip

ID = "mailbox-without-routing-address"
MAILBOX = {"homeMDB": "CN=DB1,DC=contoso,DC=com"}
OTHERS = ["SMTP:ana@contoso.com", "x500:ana@contoso.mail.onmicrosoft.com"]


@pytest.fixture
def asked(bench):
    return bench(ID).with_plan(initial_domain="Contoso.onmicrosoft.com")


@pytest.mark.parametrize(
    "addresses", [[], OTHERS, [*OTHERS, "smtp:ana@other.contoso.mail.onmicrosoft.com.net"]]
)
def test_a_mailbox_without_the_address_is_found(asked, addresses):
    given = {"proxyAddresses": addresses} if addresses else {}
    [finding] = asked.examine(MAILBOX | given)
    assert "contoso.mail.onmicrosoft.com" in finding.message


def test_a_mailbox_with_the_address_passes(asked):
    address = "smtp:Ana@CONTOSO.mail.onmicrosoft.com"
    assert not asked.examine(MAILBOX | {"proxyAddresses": [*OTHERS, address]})


def test_a_user_without_a_mailbox_here_passes(asked):
    assert not asked.examine({"proxyAddresses": OTHERS})


def test_without_the_initial_domain_it_is_not_asked(bench):
    with pytest.raises(Skip, match="initial domain"):
        bench(ID).examine(MAILBOX)
