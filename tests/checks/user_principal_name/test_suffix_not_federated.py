import pytest

from readiness import Skip

ID = "upn-suffix-not-federated"
PLAN = {
    "identity_model": "federated",
    "verified_domains": ("contoso.com", "contoso.de"),
    "federated_domains": ("Contoso.com",),
    "initial_domain": "contoso.onmicrosoft.com",
}


@pytest.mark.parametrize("suffix", ["contoso.de", "CONTOSO.de", "contoso.onmicrosoft.com"])
def test_a_managed_domain_is_found(bench, suffix):
    [finding] = bench(ID).with_plan(**PLAN).examine({"userPrincipalName": f"ana@{suffix}"})
    assert finding.message == "has a suffix that is verified but not federated"
    assert finding.proposal is None


@pytest.mark.parametrize(
    "suffix", ["contoso.com", "emea.contoso.com", "emea.contoso.de", "fabrikam.com", "c.local", ""]
)
def test_federated_and_unverified_domains_pass(bench, suffix):
    assert not bench(ID).with_plan(**PLAN).examine({"userPrincipalName": f"ana@{suffix}"})


@pytest.mark.parametrize("model", [None, "password-hash-sync", "pass-through"])
def test_it_needs_federation(bench, model):
    with pytest.raises(Skip, match="not federation"):
        bench(ID).with_plan(**PLAN | {"identity_model": model}).examine({})


def test_it_needs_a_federated_domain(bench):
    with pytest.raises(Skip, match="no federated domain was given"):
        bench(ID).with_plan(**PLAN | {"federated_domains": ()}).examine({})
