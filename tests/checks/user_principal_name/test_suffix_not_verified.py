import pytest

from readiness import Skip

ID = "upn-suffix-not-verified"
CONTOSO = {"verified_domains": ("Contoso.com", "contoso.de")}


@pytest.mark.parametrize("suffix", ["fabrikam.com", "notcontoso.com", "com", "de"])
def test_a_domain_that_is_not_on_the_list_is_found(bench, suffix):
    found = bench(ID).with_plan(**CONTOSO).examine({"userPrincipalName": f"ana@{suffix}"})
    assert [finding.message for finding in found] == (
        ["has a suffix that the tenant has not verified"] if "." in suffix else []
    )


@pytest.mark.parametrize(
    "name",
    [
        "ana@contoso.com",
        "ana@CONTOSO.DE",
        "ana@contoso.com ",
    ],
)
def test_verified_domains_pass(bench, name):
    assert not bench(ID).with_plan(**CONTOSO).examine({"userPrincipalName": name})


@pytest.mark.parametrize(
    ("suffix", "parent"), [("emea.contoso.com", "contoso.com"), ("a.b.contoso.de", "contoso.de")]
)
def test_a_sub_domain_has_to_be_listed_itself(bench, suffix, parent):
    name = {"userPrincipalName": f"ana@{suffix}"}
    [finding] = bench(ID).with_plan(**CONTOSO).examine(name)
    assert finding.message == (
        "has a suffix that the tenant does not list; add it, which needs no proof since"
        f" {parent} is verified"
    )
    assert not bench(ID).with_plan(verified_domains=("contoso.com", suffix)).examine(name)


@pytest.mark.parametrize(
    "name", ["ana@contoso.local", "ana@contoso", "ana", "ana@", "a@fabrikam@x.com"]
)
def test_other_mistakes_are_of_other_checks(bench, name):
    assert not bench(ID).with_plan(**CONTOSO).examine({"userPrincipalName": name})


@pytest.mark.parametrize(
    ("initial", "found"),
    [(None, 0), ("contoso.onmicrosoft.com", 0), ("fabrikam.onmicrosoft.com", 1)],
)
def test_the_initial_domain_is_always_verified(bench, initial, found):
    planned = bench(ID).with_plan(initial_domain=initial, **CONTOSO)
    assert len(planned.examine({"userPrincipalName": "ana@contoso.onmicrosoft.com"})) == found


def test_the_first_verified_domain_is_proposed(bench):
    planned = bench(ID).with_plan(verified_domains=("contoso.de", "contoso.com"))
    [finding] = planned.examine({"userPrincipalName": "ana@fabrikam.com"})
    assert finding.proposal == "ana@contoso.de"


def test_it_needs_a_verified_domain(bench):
    with pytest.raises(Skip, match="no verified domain was given"):
        bench(ID).examine({})
