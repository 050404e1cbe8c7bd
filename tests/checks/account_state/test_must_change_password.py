import pytest

from readiness import Kind, Skip

ID = "must-change-password"


@pytest.fixture
def must_change(bench):
    return bench(ID).with_plan(identity_model="password-hash-sync")


def test_a_temporary_password_is_found(must_change):
    [finding] = must_change.examine({"pwdLastSet": "0", "userAccountControl": "512"})
    assert (finding.attribute, finding.value) == ("pwdLastSet", "0")


@pytest.mark.parametrize(
    "account",
    [
        {"pwdLastSet": "134000000000000000", "userAccountControl": "512"},
        {"pwdLastSet": "0", "userAccountControl": "514"},
        {"pwdLastSet": "-1", "userAccountControl": "512"},
        {"userAccountControl": "512"},
    ],
)
def test_others_pass(must_change, account):
    assert not must_change.examine(account)


def test_only_users_have_their_password_synchronised(must_change):
    assert must_change.check.kinds == {Kind.USER}


@pytest.mark.parametrize(
    ("check", "model"),
    [
        ("must-change-password", "password-hash-sync"),
        ("account-expired", "password-hash-sync"),
        ("smart-card-required", "password-hash-sync"),
        ("inetorgperson-without-password-sync", "password-hash-sync"),
        ("workstations-restricted", "pass-through"),
        ("lockout-policy-conflict", "pass-through"),
    ],
)
def test_what_depends_on_the_identity_model_needs_one(bench, check, model):
    with pytest.raises(Skip, match="no identity model was given"):
        bench(check).examine({})
    with pytest.raises(Skip, match="the planned identity model is not pass"):
        bench(check).with_plan(identity_model="federated").examine({})
    assert bench(check).with_plan(identity_model=model).check.id == check
