from datetime import timedelta

import pytest

from readiness import Kind, to_filetime
from tests.conftest import NOW

ID = "seamless-sso-key-stale"
COMPUTER = {"kind": Kind.COMPUTER, "out_of_scope": "computer-without-certificate"}
LIMIT = to_filetime(NOW - timedelta(days=30))


def account(changed: int, name: str = "AZUREADSSOACC$") -> dict[str, str]:
    return {"sAMAccountName": name, "pwdLastSet": str(changed)}


@pytest.mark.parametrize("name", ["AZUREADSSOACC$", "AzureADSSO$", "azureadssoacc"])
def test_an_old_key_is_found_under_either_name(bench, name):
    old = account(to_filetime(NOW - timedelta(days=400)), name)
    [finding] = bench(ID).examine(old, **COMPUTER)
    assert finding.message == "says that the key was last changed 400 days ago"


def test_30_days_are_not_too_long(bench):
    assert not bench(ID).examine(account(LIMIT), **COMPUTER)
    assert bench(ID).examine(account(LIMIT - 1), **COMPUTER)


def test_a_key_that_never_changed_is_old(bench):
    assert "never" in bench(ID).examine(account(0), **COMPUTER)[0].message


@pytest.mark.parametrize("name", ["PC1$", "AZUREADSSOACC2$", "AZUREADKERBEROS$"])
def test_other_computers_pass(bench, name):
    assert not bench(ID).examine(account(1, name), **COMPUTER)


def test_only_a_computer_is_the_account(bench):
    assert not bench(ID).examine(account(1))
