"""Accounts of systems are to be kept out, and never repaired."""

import json

import pytest

from tests.running import run, user

KERBEROS = {"sAMAccountName": "krbtgt_AzureAD"}
HEALTH = {"sAMAccountName": "HealthMailbox1a2b3c4"}
GUEST = {"sAMAccountName": "a", "userPrincipalName": "a_b.com#EXT#@contoso.onmicrosoft.com"}
OF_SYSTEM = [
    ("entra-kerberos-account-in-scope", KERBEROS),
    ("entra-kerberos-account-in-scope", {"sAMAccountName": "KRBTGT_AZUREAD"}),
    ("health-mailbox-in-scope", HEALTH),
    (
        "health-mailbox-in-scope",
        {"sAMAccountName": "SM_1a2b", "userPrincipalName": "HealthMailbox1a2b@contoso.local"},
    ),
    ("guest-shadow-account-in-scope", GUEST),
]


@pytest.mark.parametrize(("check", "account"), OF_SYSTEM)
def test_an_account_that_serves_a_system_is_found(bench, check, account):
    [finding] = bench(check).examine(account)
    assert finding.value in account.values()
    assert finding.proposal is None


@pytest.mark.parametrize("check", sorted({check for check, _ in OF_SYSTEM}))
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
def test_an_account_of_a_person_passes(bench, check, account):
    assert not bench(check).examine(account)


@pytest.mark.parametrize(("check", "account"), OF_SYSTEM)
def test_nobody_is_told_to_repair_such_an_account(tmp_path, check, account):
    # of a person with these values, half a dozen checks would have something to say
    values = {"userPrincipalName": "a b@contoso.local", "displayName": " ", "mail": "a@b@c"}
    values |= {"proxyAddresses": "SMTP:x@contoso.local"} | account
    entries = [
        user("CN=System,DC=contoso,DC=com", **values),
        user("CN=Person,DC=contoso,DC=com", **{**values, "sAMAccountName": "p",
                                               "userPrincipalName": "p q@contoso.local"}),
    ]  # fmt: skip
    (tmp_path / "export.ldif").write_text("".join(entries), encoding="utf-8")
    done = run("scan", "export.ldif", "--domain=contoso.com", "--report=json:-", cwd=tmp_path)
    said = [one for one in json.loads(done.stdout)["findings"] if one["severity"] != "info"]
    of_system = {one["check"] for one in said if one["dn"].startswith("CN=System")}
    assert check in of_system
    assert of_system <= {check, "address-duplicate"}
    assert len({one["check"] for one in said if one["dn"].startswith("CN=Person")}) > 3
