import pytest

from readiness import Kind

ID = "seamless-sso-delegation"
COMPUTER = {"kind": Kind.COMPUTER, "out_of_scope": "computer-without-certificate"}


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("userAccountControl", str(0x81000)),
        ("userAccountControl", str(0x1001000)),
        ("msDS-AllowedToDelegateTo", "cifs/fs1.contoso.com"),
        ("msDS-AllowedToActOnBehalfOfOtherIdentity", b"\x01\x00\x04\x80"),
    ],
)
def test_every_kind_of_delegation_is_found(bench, attribute, value):
    [finding] = bench(ID).examine(
        {"sAMAccountName": "AZUREADSSOACC$", attribute: value}, **COMPUTER
    )
    assert finding.attribute == attribute


def test_an_account_without_delegation_passes(bench):
    account = {"sAMAccountName": "AZUREADSSOACC$", "userAccountControl": "4096"}
    assert not bench(ID).examine(account, **COMPUTER)


def test_other_computers_may_delegate(bench):
    assert not bench(ID).examine(
        {"sAMAccountName": "WEB1$", "userAccountControl": str(0x81000)}, **COMPUTER
    )
