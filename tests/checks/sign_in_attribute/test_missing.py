import pytest

from readiness import Skip

ID = "sign-in-attribute-missing"


def test_whatever_attribute_the_plan_names_is_needed(bench):
    planned = bench(ID).with_plan(sign_in_attribute="extensionAttribute1")
    [finding] = planned.examine({})
    assert (finding.attribute, finding.value) == ("extensionAttribute1", None)
    assert finding.message == "is missing, and people will sign in with it"


@pytest.mark.parametrize("value", ["", " "])
def test_white_space_is_blank(bench, value):
    [finding] = bench(ID).with_plan(sign_in_attribute="mail").examine({"mail": value})
    assert finding.message == "is blank, and people will sign in with it"


def test_any_value_is_not_missing(bench):
    assert not bench(ID).with_plan(sign_in_attribute="mail").examine({"mail": "ana"})


@pytest.mark.parametrize("attribute", ["userPrincipalName", "userprincipalname"])
@pytest.mark.parametrize(
    "check", ["missing", "malformed", "not-verified", "duplicate", "equals-other-upn"]
)
def test_without_an_alternate_login_id_there_is_nothing_to_check(bench, check, attribute):
    planned = bench(f"sign-in-attribute-{check}").with_plan(
        sign_in_attribute=attribute, verified_domains=("contoso.com",)
    )
    with pytest.raises(Skip, match="sign in with userPrincipalName"):
        planned.examine({})
