import pytest

from readiness import Kind, Skip

ID = "upn-missing"
CONTOSO = {"verified_domains": ("contoso.com",)}


def test_what_entra_connect_would_build_is_said(bench):
    [finding] = bench(ID).examine({"sAMAccountName": "ana"})
    assert finding.attribute == "userPrincipalName"
    assert finding.value is None
    assert "“ana@contoso.com”" in finding.message
    assert finding.proposal is None


@pytest.mark.parametrize("name", ["", " ", "\t", "\u00a0", "\u200b \u2060"])
def test_white_space_is_blank(bench, name):
    [finding] = bench(ID).examine({"userPrincipalName": name, "sAMAccountName": "ana"})
    assert finding.value == name
    assert finding.message == "is blank"


@pytest.mark.parametrize("name", ["ana@contoso.com", "ana", "@", " ana "])
def test_any_name_is_not_missing(bench, name):
    assert not bench(ID).examine({"userPrincipalName": name})


def test_an_inetorgperson_needs_a_name_too(bench):
    assert bench(ID).examine({"sAMAccountName": "ana"}, kind=Kind.INETORGPERSON)


@pytest.mark.parametrize(
    ("dn", "account"), [("CN=Ana,O=Contoso", "ana"), ("CN=Ana,DC=contoso,DC=com", None)]
)
def test_nothing_to_build_a_name_of_is_said(bench, dn, account):
    given = {"sAMAccountName": account} if account else {}
    [finding] = bench(ID).examine(given, dn=dn)
    assert "nothing" in finding.message


@pytest.mark.parametrize(
    ("dn", "proposal"),
    [
        ("CN=Ana,DC=contoso,DC=com", "ana@contoso.com"),
        ("CN=Ana,DC=emea,DC=contoso,DC=com", "ana@contoso.com"),
        ("CN=Ana,DC=contoso,DC=local", "ana@contoso.com"),
        (r"CN=Ana\,DC=x,OU=Staff, dc=contoso, dc=local", "ana@contoso.com"),
    ],
)
def test_the_proposal_is_in_a_verified_domain(bench, dn, proposal):
    [finding] = bench(ID).with_plan(**CONTOSO).examine({"sAMAccountName": "ana"}, dn=dn)
    assert finding.proposal == proposal


def test_an_account_name_that_makes_no_upn_is_not_proposed(bench):
    assert bench(ID).with_plan(**CONTOSO).examine({"sAMAccountName": "a&b"})[0].proposal is None


def test_it_does_not_matter_to_those_who_sign_in_with_something_else(bench):
    with pytest.raises(Skip, match="sign in with mail"):
        bench(ID).with_plan(sign_in_attribute="mail").examine({})
