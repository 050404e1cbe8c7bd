import pytest

from tests.conftest import entry

ID = "account-to-keep-out"


@pytest.mark.parametrize(
    "account",
    [
        {"sAMAccountName": "krbtgt_AzureAD"},
        {"sAMAccountName": "KRBTGT_AZUREAD"},
        {"sAMAccountName": "HealthMailbox1a2b3c4"},
        {"sAMAccountName": "SM_1a2b", "userPrincipalName": "HealthMailbox1a2b@contoso.local"},
        {"sAMAccountName": "a", "userPrincipalName": "a_b.com#EXT#@contoso.onmicrosoft.com"},
    ],
)
def test_an_account_that_serves_a_system_is_found(bench, account):
    [finding] = bench(ID).examine(account)
    assert (finding.attribute, finding.value) == ("sAMAccountName", account["sAMAccountName"])
    assert finding.proposal is None


@pytest.mark.parametrize(
    "account",
    [
        {"sAMAccountName": "ana", "userPrincipalName": "ana@contoso.com"},
        {"sAMAccountName": "krbtgt_AzureAD2"},
        {"sAMAccountName": "myHealthMailbox"},
        {"sAMAccountName": "ana", "userPrincipalName": "ana#1@contoso.com"},
        {},
    ],
)
def test_an_account_of_a_person_passes(bench, account):
    assert not bench(ID).examine(account)


@pytest.mark.parametrize("check", ["upn-missing", "display-name-missing"])
def test_nobody_is_told_to_repair_the_account_of_entra_kerberos(bench, check):
    dn = "CN={},CN=Users,DC=contoso,DC=com"
    for name, number in (("krbtgt_AzureAD", 0), ("krbtgt_Other", 1)):
        account = entry({"sAMAccountName": name}, dn=dn.format(name))
        assert len(bench(check).compare(account)) == number
