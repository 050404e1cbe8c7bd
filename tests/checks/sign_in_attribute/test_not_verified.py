import pytest

from readiness import Skip

ID = "sign-in-attribute-not-verified"
PLAN = {"sign_in_attribute": "mail", "verified_domains": ("Contoso.com",)}


@pytest.mark.parametrize("domain", ["fabrikam.com", "notcontoso.com", "contoso.local", "com"])
def test_other_domains_are_found(bench, domain):
    [finding] = bench(ID).with_plan(**PLAN).examine({"mail": f"ana@{domain}"})
    assert finding.message == "has a domain that the tenant has not verified"


@pytest.mark.parametrize(
    "value", ["ana@CONTOSO.com", "ana@contoso.com ", "ana", "@fabrikam.com", "a@", "a@b@c", ""]
)
def test_verified_domains_and_malformed_values_pass(bench, value):
    assert not bench(ID).with_plan(**PLAN).examine({"mail": value})


def test_a_sub_domain_has_to_be_listed_itself(bench):
    [finding] = bench(ID).with_plan(**PLAN).examine({"mail": "ana@emea.contoso.com"})
    assert "needs no proof since contoso.com is verified" in finding.message


@pytest.mark.parametrize(
    ("initial", "found"), [(None, 0), ("contoso.onmicrosoft.com", 0), ("other.onmicrosoft.com", 1)]
)
def test_the_initial_domain_is_always_verified(bench, initial, found):
    planned = bench(ID).with_plan(initial_domain=initial, **PLAN)
    assert len(planned.examine({"mail": "ana@contoso.onmicrosoft.com"})) == found


def test_it_needs_a_verified_domain(bench):
    with pytest.raises(Skip, match="no verified domain was given"):
        bench(ID).with_plan(sign_in_attribute="mail").examine({})
