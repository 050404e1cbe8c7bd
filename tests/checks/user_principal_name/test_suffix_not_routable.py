import pytest

from readiness import Skip

ID = "upn-suffix-not-routable"


@pytest.mark.parametrize(
    "suffix",
    [
        "contoso.local",
        "CONTOSO.LOCAL",
        "contoso",
        "corp.contoso.internal",
        "contoso.lan",
        "fritz.home.arpa",
        "contoso.example",
        "contoso.notatld",
    ],
)
def test_a_domain_that_nobody_can_verify_is_found(bench, suffix):
    [finding] = bench(ID).examine({"userPrincipalName": f"ana@{suffix}"})
    assert finding.attribute == "userPrincipalName"
    assert finding.value == f"ana@{suffix}"
    assert finding.proposal is None


@pytest.mark.parametrize(
    "suffix",
    [
        "contoso.com",
        "contoso.swiss",
        "contoso.app",
        "sub.contoso.co.uk",
        "contoso.edu.au",
        "contoso.travelersinsurance",
        "contoso.xn--p1ai",
        "münchen.de",
        "contoso.рф",
        "local.contoso.com",
    ],
)
def test_a_public_domain_passes(bench, suffix):
    assert not bench(ID).examine({"userPrincipalName": f"ana@{suffix}"})


@pytest.mark.parametrize("value", ["ana", "ana@", ""])
def test_a_name_without_a_suffix_is_another_check_s_business(bench, value):
    assert not bench(ID).examine({"userPrincipalName": value})


def test_the_first_verified_domain_is_proposed(bench):
    planned = bench(ID).with_plan(verified_domains=("contoso.com", "contoso.de"))
    [finding] = planned.examine({"userPrincipalName": "ana@contoso.local"})
    assert finding.proposal == "ana@contoso.com"


def test_the_proposal_is_a_sound_name(bench):
    planned = bench(ID).with_plan(verified_domains=("contoso.com",))
    [accented] = planned.examine({"userPrincipalName": "jos\u00e9@contoso.local"})
    assert accented.proposal == "jose@contoso.com"
    [doubtful] = planned.examine({"userPrincipalName": "a&b@contoso.local"})
    assert doubtful.proposal is None


@pytest.mark.parametrize("value", ["ana@contoso.com ", "ana@contoso.c\u200bom", "ana@contoso.com;"])
def test_a_stray_character_makes_no_other_domain(bench, value):
    assert not bench(ID).examine({"userPrincipalName": value})


def test_it_does_not_matter_to_those_who_sign_in_with_something_else(bench):
    with pytest.raises(Skip, match="sign in with mail"):
        bench(ID).with_plan(sign_in_attribute="mail").examine({})
